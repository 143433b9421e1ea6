//! What providers tell later: only with a proof that holds, in any order, any number of times.
