//! From a message of the books to a provider, through a small provider in memory.
