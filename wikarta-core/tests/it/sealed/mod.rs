//! Seals over the trail, the export that stands alone, and every hand that has the database but not
//! the key.

mod books;
mod excerpts;
mod export;
mod seals;
mod tampering;
