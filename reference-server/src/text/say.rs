//! Sentences with values in them. A value is put in whole; nothing is glued from fragments.

use super::Lang;

sentences! {
    /// How long ago the due date passed; `days` from [`super::format::days`].
    late_by(days): "lewat {days}" | "{days} late",
    /// How far away the due date is; `days` from [`super::format::days`].
    due_in(days): "{days} lagi" | "in {days}",
    /// The moment figures were taken.
    as_of(moment): "Angka per {moment}" | "Figures as of {moment}",
    /// How many rows a keyset page shows.
    rows_shown(count): "{count} baris" | "Rows: {count}",
    /// How many rows of how many.
    rows_of(count, all): "{count} dari {all} baris" | "{count} of {all} rows",
    /// Under the billed figure.
    invoices_issued(count): "{count} tagihan terbit bulan ini" | "Invoices issued this month: {count}",
    /// Under the collected figure.
    share_of_billed(percent): "{percent} dari tertagih" | "{percent} of billed",
    /// Under the outstanding figure.
    open_invoices(count): "{count} tagihan belum lunas" | "Unpaid invoices: {count}",
    /// Over the list of cases.
    cases_waiting(count): "{count} menunggu" | "{count} waiting",
    /// Name of a search pill.
    searched_for(words): "Cari “{words}”" | "Search “{words}”",
    /// Name of a status pill.
    status_is(word): "Status {word}" | "Status {word}",
    /// Issue and due date over the lines.
    issued_due(issued, due): "Terbit {issued} · jatuh tempo {due}" | "Issued {issued} · due {due}",
    /// The service period of an invoice.
    period_of(period): "periode {period}" | "period {period}",
    /// The share of the price that is the tax base; `part` such as 11/12.
    tax_base(part): "DPP nilai lain ({part})" | "Tax base (DPP, {part})",
    /// The tax line; `rate` on the base and what it comes to on the price.
    tax_at(rate, effective): "PPN {rate} × DPP (beban {effective})" | "PPN {rate} × DPP (in effect {effective})",
    /// A payment under the total.
    received_by(channel, moment): "Diterima, {channel} {moment}" | "Received, {channel} {moment}",
    /// Money given back, under the total.
    refunded_at(moment): "Dikembalikan {moment}" | "Refunded {moment}",
    /// The button that issues a draft; repeats the amount.
    issue_button(amount): "Terbitkan {amount}" | "Issue {amount}",
    /// The invoice was issued.
    issued_note(number): "{number} diterbitkan." | "{number} was issued.",
    /// A transaction was made.
    charged_note(channel): "{channel} siap dipakai." | "{channel} is ready to use.",
    /// The gateway's answer to a charge was lost.
    charge_unknown(order_id): "{order_id} tersimpan; tidak ada tagihan ganda." | "{order_id} is saved; nothing is charged twice.",
    /// Not payable in this state.
    not_payable(status): "Tagihan berstatus {status} tidak dapat dibuatkan transaksi." | "No transaction can be made for an invoice that is {status}.",
    /// Refused because a permission is missing.
    needs_permission(permission, role): "Perlu izin {permission}. Peran Anda: {role}." | "Needs permission {permission}. Your role: {role}.",
    /// Who holds the permission.
    held_by(roles): "Pemegang izin: {roles}." | "Held by: {roles}.",
    /// How long to wait.
    retry_in(seconds): "Coba lagi dalam {seconds} detik." | "Try again in {seconds} seconds.",
    /// The title of a pay page.
    bill_for(month): "Tagihan internet {month}" | "Internet bill {month}",
    /// Heading over a VA number.
    va_of(bank): "Nomor virtual account {bank}" | "{bank} virtual account number",
    /// Heading over a bill payment.
    bill_of(bank): "Pembayaran tagihan {bank}" | "{bank} bill payment",
    /// What a reader hears instead of the QR picture.
    qr_for(number): "Kode QRIS untuk tagihan {number}" | "QRIS code for invoice {number}",
    /// Remaining time beside the absolute end.
    time_left(time): "{time} lagi" | "{time} left",
    /// How far the audit chain reaches.
    chain_span(first, last): "#{first}–#{last}" | "#{first}–#{last}",
    /// When the chain was last verified.
    chain_checked(moment): "rantai diperiksa {moment}" | "chain checked {moment}",
    /// How many older events are not on the page.
    older_events(count): "{count} kejadian sebelumnya" | "Earlier events: {count}",
    /// Money conservation under the attempts.
    balanced(received, allocated): "Uang tagihan ini: diterima {received} = dialokasikan {allocated}" | "Money of this invoice: received {received} = allocated {allocated}",
}
