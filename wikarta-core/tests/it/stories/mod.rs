//! Stories: what happens to a bill, told one at a time.

mod collecting;
mod selling;
mod several;
