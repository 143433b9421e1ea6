//! Dynamic separation of duties: who may not do what in one case, whatever roles they hold. One
//! table, read by the rules, by those who explain a no, by the tests and by the documents.

use super::permission::Permission;
use crate::id::UserId;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// Why a person may not act in a case. The text is the rule's name in answers and documents.
    SeparationRule {
        /// D1: who asked for a refund does not check it.
        RequesterVerifies = "separation.requester_verifier",
        /// D2: who asked does not agree.
        RequesterApproves = "separation.requester_approver",
        /// D3: who checked does not agree.
        VerifierApproves = "separation.verifier_approver",
        /// D3, the other way round: who agreed does not check. A void may be agreed to before it is
        /// checked, by somebody who has since been given the role of those who check.
        ApproverVerifies = "separation.approver_verifier",
        /// D5: who asked does not carry it out.
        RequesterExecutes = "separation.requester_executor",
        /// D5: who agreed does not carry it out.
        ApproverExecutes = "separation.approver_executor",
        /// Who checked does not carry it out, but in tier 1.
        VerifierExecutes = "separation.verifier_executor",
        /// D6: who posted money by hand neither checks nor agrees to its refund.
        PosterDecides = "separation.poster_decides",
        /// Who posted money by hand does not verify it.
        PosterVerifies = "separation.poster_verifier",
        /// Who posted or verified money by hand does not reverse it.
        PosterReverses = "separation.poster_reverser",
        /// D7: who changed contact or payout data in the last 7 days decides no refund of the customer.
        ContactChanger = "separation.contact_changer",
        /// Who changed the bank account for refunds neither agrees to a refund nor carries it out.
        PayoutChanger = "separation.payout_changer",
        /// Who took the customer in does not agree to the customer's refund.
        CustomerCreator = "separation.customer_creator",
        /// D8: who was given a role by somebody does not act in that person's cases for 24 hours.
        RoleAssigner = "separation.role_assigner",
        /// D11: who proposes a correction does not agree to it.
        ProposerApproves = "separation.proposer_approver",
        /// Nobody decides about their own access.
        SubjectDecides = "separation.subject_decides",
        /// D12: nobody acts in a case of which they are the customer.
        OwnAccount = "separation.own_account",
        /// An approver who may not act any more does not count.
        ApproverGone = "separation.approver_gone",
        /// D9: who had a hand in a change of the limits agrees to nothing under them for 24 hours.
        LimitsChanger = "separation.limits_changer",
        /// D10: who declared an emergency agrees to nothing touched in it.
        EmergencyDecides = "separation.emergency_decides",
    }
}

words! {
    /// What somebody does in a case in which others have had a hand.
    CaseDeed {
        /// Asks for money to go back, or changes what was asked.
        RequestRefund = "refund.request",
        /// Checks a refund as a second person.
        VerifyRefund = "refund.verify",
        /// Agrees to a refund.
        ApproveRefund = "refund.approve",
        /// Says no to a refund.
        RejectRefund = "refund.reject",
        /// Carries a refund out, through the gateway or by hand.
        ExecuteRefund = "refund.execute",
        /// Asks for a bill to be taken back.
        RequestVoid = "void.request",
        /// Checks a void as a second person.
        VerifyVoid = "void.verify",
        /// Agrees to a void.
        ApproveVoid = "void.approve",
        /// Says no to a void.
        RejectVoid = "void.reject",
        /// Carries a void out.
        ExecuteVoid = "void.execute",
        /// Records money taken by hand.
        RecordPosting = "posting.record",
        /// Checks it as a second person.
        VerifyPosting = "posting.verify",
        /// Refuses it as a second person.
        RejectPosting = "posting.reject",
        /// Takes it back as a third person.
        ReversePosting = "posting.reverse",
        /// Puts a customer's credit on a bill.
        ApplyCredit = "credit.apply",
        /// Closes a case about which no money waits.
        CloseCase = "case.close",
        /// Says what is to become of money, or of whom it is.
        ProposeCorrection = "correction.propose",
        /// Agrees to that.
        ApproveCorrection = "correction.approve",
        /// Says no to that.
        RejectCorrection = "correction.reject",
        /// Asks for a reduction of a bill.
        RequestCreditNote = "credit_note.request",
        /// Agrees to it.
        ApproveCreditNote = "credit_note.approve",
        /// Says no to it.
        RejectCreditNote = "credit_note.reject",
        /// Proposes a change of access.
        ProposeAccess = "access.propose",
        /// Agrees to it.
        ApproveAccess = "access.approve",
        /// Says no to it.
        RejectAccess = "access.reject",
        /// Agrees to a new price.
        ApprovePrice = "price.approve",
        /// Agrees to a promotion.
        ApprovePromo = "promo.approve",
        /// Agrees to the end of a subscription.
        ApproveTermination = "termination.approve",
        /// Proposes another policy.
        ProposePolicy = "policy.propose",
        /// Agrees to it.
        ApprovePolicy = "policy.approve",
        /// Says no to it.
        RejectPolicy = "policy.reject",
    }
}

use Permission as P;

impl CaseDeed {
    /// The permission that the deed needs besides.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::RequestRefund => P::RefundRequest,
            Self::VerifyRefund | Self::VerifyVoid => P::RefundVerify,
            Self::ApproveRefund | Self::RejectRefund => P::RefundApprove,
            Self::ExecuteRefund => P::RefundExecute,
            Self::RequestVoid | Self::ExecuteVoid => P::VoidRequest,
            Self::ApproveVoid | Self::RejectVoid => P::VoidApprove,
            Self::RecordPosting | Self::ApplyCredit => P::PaymentPostManual,
            Self::VerifyPosting | Self::RejectPosting => P::PaymentVerifyManual,
            Self::ReversePosting => P::PaymentReverse,
            Self::ProposeCorrection | Self::CloseCase => P::ReconcileProposeCorrection,
            Self::ApproveCorrection | Self::RejectCorrection => P::ReconcileApproveCorrection,
            Self::RequestCreditNote => P::InvoiceRequestCredit,
            Self::ApproveCreditNote | Self::RejectCreditNote => P::InvoiceApproveCredit,
            Self::ProposeAccess => P::RbacPropose,
            Self::ApproveAccess | Self::RejectAccess => P::RbacApprove,
            Self::ApprovePrice => P::PackageApprovePrice,
            Self::ApprovePromo => P::PromoApprove,
            Self::ApproveTermination => P::SubscriptionApproveTermination,
            Self::ProposePolicy => P::SettingUpdate,
            Self::ApprovePolicy | Self::RejectPolicy => P::SettingApprove,
        }
    }
}

words! {
    /// A hand that a person can have had in a case, or a tie to it.
    Past {
        /// Opened it: asked, proposed, recorded.
        Requester = "requester",
        /// Checked it.
        Verifier = "verifier",
        /// Agreed to it.
        Approver = "approver",
        /// Posted by hand the money that it is about.
        Poster = "poster",
        /// Took the customer in.
        Creator = "creator",
        /// Changed the customer's contact or payout data last.
        ContactChanger = "contact_changer",
        /// Changed the bank account that refunds of the customer go to.
        PayoutChanger = "payout_changer",
        /// Was given a role by whoever opened the case.
        Assigned = "assigned_by_requester",
        /// Is the one whose access changes.
        Subject = "subject",
        /// Is the customer.
        Customer = "customer",
        /// Proposed or agreed to a change of the limits of refunds and voids.
        LimitsChanger = "limits_changer",
        /// Declared an emergency in which the case was touched.
        Emergency = "emergency",
    }
}

/// Under which circumstance a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// In tiers above this one.
    AboveTier(u8),
    /// For so many hours after the tie came about.
    ForHours(u16),
}

/// One rule of dynamic separation: whoever had one of these hands in a case does none of these deeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeparationRow {
    /// Its name.
    pub rule: SeparationRule,
    /// The hands.
    pub past: &'static [Past],
    /// The deeds.
    pub deeds: &'static [CaseDeed],
    /// When it holds.
    pub when: When,
}

use CaseDeed as D;
use SeparationRule as R;

const fn row(
    rule: SeparationRule,
    past: &'static [Past],
    deeds: &'static [CaseDeed],
    when: When,
) -> SeparationRow {
    SeparationRow { rule, past, deeds, when }
}

/// Deeds by which somebody agrees.
const APPROVALS: &[CaseDeed] = &[
    D::ApproveRefund,
    D::ApproveVoid,
    D::ApproveCorrection,
    D::ApproveCreditNote,
    D::ApproveAccess,
    D::ApprovePrice,
    D::ApprovePromo,
    D::ApproveTermination,
    D::ApprovePolicy,
];

/// Every rule of dynamic separation. The first that holds is named.
#[rustfmt::skip]
pub const SEPARATION: &[SeparationRow] = &[
    row(R::OwnAccount, &[Past::Customer], CaseDeed::ALL, When::Always),
    row(R::SubjectDecides, &[Past::Subject], &[D::ProposeAccess, D::ApproveAccess, D::RejectAccess], When::Always),
    row(R::RequesterVerifies, &[Past::Requester], &[D::VerifyRefund, D::VerifyVoid], When::Always),
    row(R::RequesterApproves, &[Past::Requester], &[D::ApproveRefund, D::RejectRefund, D::ApproveVoid, D::RejectVoid], When::Always),
    row(R::VerifierApproves, &[Past::Verifier], &[D::ApproveRefund, D::ApproveVoid], When::Always),
    row(R::ApproverVerifies, &[Past::Approver], &[D::VerifyRefund, D::VerifyVoid], When::Always),
    row(R::RequesterExecutes, &[Past::Requester], &[D::ExecuteRefund], When::Always),
    row(R::ApproverExecutes, &[Past::Approver], &[D::ExecuteRefund, D::ExecuteVoid], When::Always),
    row(R::VerifierExecutes, &[Past::Verifier], &[D::ExecuteRefund], When::AboveTier(1)),
    row(R::PosterVerifies, &[Past::Poster], &[D::VerifyPosting, D::RejectPosting], When::Always),
    row(R::PosterReverses, &[Past::Poster, Past::Verifier], &[D::ReversePosting], When::Always),
    row(R::PosterDecides, &[Past::Poster], &[D::VerifyRefund, D::ApproveRefund], When::Always),
    row(R::PayoutChanger, &[Past::PayoutChanger], &[D::ApproveRefund, D::ExecuteRefund], When::Always),
    row(R::ContactChanger, &[Past::ContactChanger], &[D::VerifyRefund, D::ApproveRefund], When::ForHours(7 * 24)),
    row(R::CustomerCreator, &[Past::Creator], &[D::ApproveRefund], When::Always),
    row(R::ProposerApproves, &[Past::Requester], &[
        D::ApproveCorrection, D::ApproveCreditNote, D::ApproveAccess, D::ApprovePrice, D::ApprovePromo,
        D::ApproveTermination, D::ApprovePolicy,
    ], When::Always),
    row(R::LimitsChanger, &[Past::LimitsChanger], &[D::ApproveRefund, D::ApproveVoid], When::ForHours(24)),
    row(R::RoleAssigner, &[Past::Assigned], CaseDeed::ALL, When::ForHours(24)),
    row(R::EmergencyDecides, &[Past::Emergency], APPROVALS, When::Always),
];

/// What the rules know about a case: plain values, filled in by whoever has the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts<'a> {
    /// Who opened the case: asked, proposed, or recorded the posting.
    pub requester: Option<&'a UserId>,
    /// Who checked it.
    pub verifier: Option<&'a UserId>,
    /// Who agreed to it.
    pub approvers: Vec<&'a UserId>,
    /// Who posted by hand the money that it is about.
    pub poster: Option<&'a UserId>,
    /// Who took the customer in.
    pub creator: Option<&'a UserId>,
    /// Who changed the customer's contact or payout data last, and when.
    pub contact_changer: Option<(&'a UserId, Timestamp)>,
    /// Who changed the bank account that the customer's refunds go to.
    pub payout_changer: Option<&'a UserId>,
    /// Members of staff whose own account it is.
    pub customers: Vec<&'a UserId>,
    /// Who gave the person that wants to act the roles, and when.
    pub assigner: Option<(&'a UserId, Timestamp)>,
    /// Whose access changes.
    pub subject: Option<&'a UserId>,
    /// Who had a hand in a change of the limits that the case is under, and since when it holds.
    pub limits_changers: Vec<(&'a UserId, Timestamp)>,
    /// Who declared an emergency in which the case was touched.
    pub emergency: Option<&'a UserId>,
    /// The tier; 1 where there are none.
    pub tier: u8,
    /// The present instant.
    pub now: Timestamp,
}

impl CaseFacts<'_> {
    /// A case in which nobody has had a hand.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self {
            requester: None,
            verifier: None,
            approvers: Vec::new(),
            poster: None,
            creator: None,
            contact_changer: None,
            payout_changer: None,
            customers: Vec::new(),
            assigner: None,
            subject: None,
            limits_changers: Vec::new(),
            emergency: None,
            tier: 1,
            now,
        }
    }

    /// Whether the person has this tie to the case, and since when where that matters.
    fn tie(&self, past: Past, person: &UserId) -> Option<Timestamp> {
        let is = |held: Option<&UserId>| (held == Some(person)).then_some(self.now);
        let among = |held: &[&UserId]| held.contains(&person).then_some(self.now);
        match past {
            Past::Requester => is(self.requester),
            Past::Verifier => is(self.verifier),
            Past::Approver => among(&self.approvers),
            Past::Poster => is(self.poster),
            Past::Creator => is(self.creator),
            Past::ContactChanger => {
                self.contact_changer.filter(|(by, _)| *by == person).map(|(_, at)| at)
            }
            Past::PayoutChanger => is(self.payout_changer),
            Past::Assigned => {
                self.assigner.filter(|(by, _)| self.requester == Some(*by)).map(|(_, at)| at)
            }
            Past::Subject => is(self.subject),
            Past::Customer => among(&self.customers),
            Past::LimitsChanger => {
                let own = self.limits_changers.iter().filter(|(by, _)| *by == person);
                own.map(|(_, at)| *at).max()
            }
            Past::Emergency => is(self.emergency),
        }
    }
}

impl SeparationRow {
    /// Whether the rule forbids the deed to the person in a case.
    #[must_use]
    pub fn forbids(&self, deed: CaseDeed, person: &UserId, facts: &CaseFacts<'_>) -> bool {
        self.deeds.contains(&deed)
            && self.past.iter().filter_map(|past| facts.tie(*past, person)).any(|since| match self
                .when
            {
                When::Always => true,
                When::AboveTier(tier) => facts.tier > tier,
                When::ForHours(hours) => facts.now < since.plus_seconds(i64::from(hours) * 3_600),
            })
    }
}

/// The first rule that forbids a deed to a person in a case; `None` when none does.
#[must_use]
pub fn separation(
    deed: CaseDeed,
    person: &UserId,
    facts: &CaseFacts<'_>,
) -> Option<SeparationRule> {
    separation_in(SEPARATION, deed, person, facts)
}

/// As [`separation`], by a given table.
#[must_use]
pub fn separation_in(
    table: &[SeparationRow],
    deed: CaseDeed,
    person: &UserId,
    facts: &CaseFacts<'_>,
) -> Option<SeparationRule> {
    table.iter().find(|row| row.forbids(deed, person, facts)).map(|row| row.rule)
}
