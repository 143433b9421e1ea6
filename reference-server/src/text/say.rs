//! Sentences with values in them. A value is put in whole; nothing is glued from fragments.

use super::Lang;

sentences! {
    /// How long ago the due date passed; `days` from [`super::format::days`].
    late_by(days): "lewat {days}" | "{days} late",
    /// How far away the due date is; `days` from [`super::format::days`].
    due_in(days): "{days} lagi" | "in {days}",
    /// The month of the figures and the moment they were taken.
    month_as_of(month, moment): "{month}, angka per {moment}" | "{month}, figures as of {moment}",
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
    /// Over the list of packages.
    packages_sold(packages, services): "{packages} paket dijual · {services} langganan berjalan" | "Packages on sale: {packages} · running subscriptions: {services}",
    /// Over the list of cases.
    cases_waiting(count): "{count} menunggu" | "{count} waiting",
    /// Name of a search pill.
    searched_for(words): "Cari “{words}”" | "Search “{words}”",
    /// Name of a status pill.
    status_is(word): "Status {word}" | "Status {word}",
    /// Issue and due date over the lines.
    issued_due(issued, due): "Terbit {issued} · jatuh tempo {due}" | "Issued {issued} · due {due}",
    /// When a draft was made, over its lines.
    drafted_on(day): "Draf dibuat {day}" | "Draft made {day}",
    /// A notification that said nothing new; `says` in Midtrans' word.
    notification_stale(says): "Notifikasi {says}: tidak ada yang berubah" | "Notification {says}: nothing changed",
    /// Any other notification without an entry; `says` in Midtrans' word, `result` from the table of statuses.
    notification_is(says, result): "Notifikasi {says}: {result}" | "Notification {says}: {result}",
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
    /// The first entry of the chain that does not fit.
    chain_place(seq): "mulai #{seq}" | "from #{seq}",
    /// When the chain was last verified.
    chain_checked(moment): "rantai diperiksa {moment}" | "chain checked {moment}",
    /// How many older events are not on the page.
    older_events(count): "{count} kejadian sebelumnya" | "Earlier events: {count}",
    /// Money conservation under the attempts; `places` are the sentences below, joined by `+`.
    balanced(received, places): "Uang tagihan ini: diterima {received} = {places}" | "Money of this invoice: received {received} = {places}",
    /// A place where money is: this invoice.
    allocated(amount): "dialokasikan {amount}" | "allocated {amount}",
    /// A place where money is: other invoices of the customer.
    allocated_elsewhere(amount): "tagihan lain {amount}" | "other invoices {amount}",
    /// A place where money is: the customer's credit.
    credited(amount): "saldo pelanggan {amount}" | "customer credit {amount}",
    /// A place where money is: waiting for the finance desk.
    suspended(amount): "uang tertahan {amount}" | "suspense {amount}",
    /// A place where money is: with the payer again.
    given_back(amount): "dikembalikan {amount}" | "refunded {amount}",
}
