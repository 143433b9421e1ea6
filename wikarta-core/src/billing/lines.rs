//! placeholder
crate::words::words! {
    /// p
    LineKind {
        /// p
        Recurring = "recurring",
        /// p
        Installation = "installation",
        /// p
        Other = "other",
    }
}
