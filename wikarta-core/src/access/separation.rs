//! Dynamic separation of duties: who may not do what in one case, whatever roles they hold.

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
        /// Who took the customer in does not agree to the customer's refund.
        CustomerCreator = "separation.customer_creator",
        /// D8: who was given a role by somebody does not decide that person's cases for 24 hours.
        RoleAssigner = "separation.role_assigner",
        /// D11: who proposes a correction does not agree to it.
        ProposerApproves = "separation.proposer_approver",
        /// Nobody decides about their own access.
        SubjectDecides = "separation.subject_decides",
        /// D12: nobody acts in a case of which they are the customer.
        OwnAccount = "separation.own_account",
        /// An approver who may not act any more does not count.
        ApproverGone = "separation.approver_gone",
        /// D10: who declared an emergency agrees to nothing touched in it.
        EmergencyDecides = "separation.emergency_decides",
    }
}
