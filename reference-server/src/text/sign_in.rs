//! `/masuk`

texts! {
    /// `/masuk`
    SignInTexts {
        title: "Masuk" | "Sign in",
        heading: "Masuk ke panel" | "Sign in to the panel",
        lead: "Gunakan akun kerja Anda." | "Use your work account.",
        motto_money: "Setiap rupiah ada tempatnya." | "Every rupiah has its place.",
        motto_change: "Setiap perubahan ada namanya." | "Every change has its name.",
        panel: "Panel penagihan" | "Billing panel",
        help: "Bantuan:" | "Help:",
        email: "Email kerja" | "Work email",
        password: "Kata sandi" | "Password",
        submit: "Masuk" | "Sign in",
        rule: "Percobaan yang gagal berulang kali ditahan beberapa menit. Setiap percobaan masuk dicatat." | "Repeated failures are held back for some minutes. Every attempt to sign in is recorded.",
        wrong: "Email atau kata sandi salah." | "Wrong email or password.",
        wrong_why: "Periksa huruf besar dan kecil, lalu coba lagi." | "Check upper and lower case, then try again.",
        expired: "Sesi berakhir. Silakan masuk kembali." | "Your session ended. Please sign in again.",
        signed_out: "Anda sudah keluar." | "You have signed out.",
    }
}
