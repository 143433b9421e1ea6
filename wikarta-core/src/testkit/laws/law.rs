//! The names of the invariants, and a breach of one.

crate::words::words! {
    /// An invariant. The texts are the numbers by which the documents speak of them.
    Law {
        /// An effect of the gateway is applied once.
        I1 = "I1",
        /// A repeat changes nothing.
        I2 = "I2",
        /// What came less what went is somewhere, to the rupiah.
        I3 = "I3",
        /// Stored columns equal what the facts give.
        I4 = "I4",
        /// Nothing negative: refunded within settled, allocated within settled.
        I5 = "I5",
        /// Whole rupiah; lines and tax add up to the total.
        I6 = "I6",
        /// At most one refund at the gateway for a refund that was approved, of its amount, its key
        /// the same in every try.
        I7 = "I7",
        /// At most one live attempt for an invoice and group of channels; an order id is never used
        /// twice.
        I8 = "I8",
        /// No money in the books that the gateway never held, and no person ever posted.
        I9 = "I9",
        /// No state changes outside its table; what is over stays over.
        I10 = "I10",
        /// One invoice for a period; numbers without gaps and without repeats.
        I11 = "I11",
        /// Money that fits nowhere is in an open case.
        I12 = "I12",
        /// No reminder goes out for a bill that is over.
        I13 = "I13",
        /// A step of a bill has one outcome, and goes once on a channel.
        I14 = "I14",
        /// Messages go in the hours that are for them, to whoever is reached and wants them.
        I15 = "I15",
        /// Who asks, who checks, who agrees and who carries out are different people.
        I16 = "I16",
        /// An agreement is to one content; another content needs another agreement.
        I17 = "I17",
        /// As many people agreed as the sum needs, each of whom may.
        I18 = "I18",
        /// Nobody has two roles that exclude each other.
        I19 = "I19",
        /// An emergency has a reason, an end within the hour, and is alone.
        I20 = "I20",
        /// What is refused changes nothing, and what is forbidden is refused.
        I21 = "I21",
        /// Each change has its entry; the entries alone give the state again.
        I22 = "I22",
        /// Every chain is whole.
        I23 = "I23",
        /// Who, when, in which request, by which command.
        I24 = "I24",
        /// No personal value and no key stands in an entry, a reason or an error.
        I25 = "I25",
        /// A notification that was answered is stored.
        I26 = "I26",
        /// What is decided about a notification stays decided.
        I27 = "I27",
        /// Nothing is tried for ever, across crashes too.
        I28 = "I28",
        /// A lease has one holder.
        I29 = "I29",
        /// The same command again is answered the same; another one under its name is refused.
        I30 = "I30",
        /// What is erased is gone, and the books hold without it.
        I34 = "I34",
        /// Every notification is settled.
        L1 = "L1",
        /// No payment stays unknown without a case.
        L2 = "L2",
        /// A refund under way ends, or people are asked.
        L3 = "L3",
        /// No work is left over.
        L4 = "L4",
        /// Books and gateway agree.
        L5 = "L5",
        /// Everybody is served, whatever happens to another.
        L6 = "L6",
    }
}

/// A law that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{law} broken for `{about}`: {seen}")]
pub struct Violation {
    /// Which law.
    pub law: Law,
    /// Whom it is about.
    pub about: String,
    /// What was seen.
    pub seen: String,
}
