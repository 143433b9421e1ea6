//! The frame of every panel page: who is reading, what they may open, when and where.

use super::assets;
use super::parts::Note;
use crate::text::Lang;

/// A page of the panel that stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// `/`
    Dashboard,
    /// `/tagihan`
    Invoices,
    /// `/koreksi`
    Corrections,
    /// `/rekonsiliasi`
    Reconciliation,
    /// `/pelanggan`
    Customers,
    /// `/paket`
    Packages,
    /// `/promo`
    Promos,
    /// `/kotak-pesan`, where messages are kept instead of sent.
    Inbox,
    /// `/notifikasi`
    Notifications,
    /// `/laporan`
    Reports,
    /// `/antrian`
    Queue,
    /// `/simulasi`
    Simulation,
    /// `/pengaturan`
    Settings,
}

impl Section {
    /// All, in the order of the navigation.
    pub const ALL: [Self; 13] = [
        Self::Dashboard,
        Self::Invoices,
        Self::Corrections,
        Self::Reconciliation,
        Self::Customers,
        Self::Packages,
        Self::Promos,
        Self::Notifications,
        Self::Inbox,
        Self::Reports,
        Self::Queue,
        Self::Simulation,
        Self::Settings,
    ];

    /// Its address.
    #[must_use]
    pub const fn href(self) -> &'static str {
        match self {
            Self::Dashboard => "/",
            Self::Invoices => "/tagihan",
            Self::Corrections => "/koreksi",
            Self::Reconciliation => "/rekonsiliasi",
            Self::Customers => "/pelanggan",
            Self::Packages => "/paket",
            Self::Promos => "/promo",
            Self::Notifications => "/notifikasi",
            Self::Inbox => "/kotak-pesan",
            Self::Reports => "/laporan",
            Self::Queue => "/antrian",
            Self::Simulation => "/simulasi",
            Self::Settings => "/pengaturan",
        }
    }

    const fn label(self, lang: Lang) -> &'static str {
        let t = &lang.texts().shell;
        match self {
            Self::Dashboard => t.dashboard,
            Self::Invoices => t.invoices,
            Self::Corrections => t.corrections,
            Self::Reconciliation => t.reconciliation,
            Self::Customers => t.customers,
            Self::Packages => t.packages,
            Self::Promos => t.promos,
            Self::Notifications => t.notifications,
            Self::Inbox => t.inbox,
            Self::Reports => t.reports,
            Self::Queue => t.queue,
            Self::Simulation => t.simulation,
            Self::Settings => t.settings,
        }
    }

    const fn group(self, lang: Lang) -> Option<&'static str> {
        let t = &lang.texts().shell;
        match self {
            Self::Dashboard => None,
            Self::Customers
            | Self::Packages
            | Self::Promos
            | Self::Notifications
            | Self::Inbox
            | Self::Reports => Some(t.group_customers),
            Self::Queue | Self::Simulation | Self::Settings => Some(t.group_house),
            Self::Invoices | Self::Corrections | Self::Reconciliation => Some(t.group_billing),
        }
    }
}

/// Light or dark: as the system, unless the reader chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Follow the system.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The name of the cookie in which the script keeps the choice.
    pub const COOKIE: &'static str = "tema";

    /// Reads the cookie's value; anything unknown follows the system.
    #[must_use]
    pub fn from_cookie(value: Option<&str>) -> Self {
        match value {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme`, when the reader chose one.
    #[must_use]
    pub const fn forced(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// Which Midtrans the money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayMode {
    /// Sandbox or emulator: the bar says so.
    Sandbox,
    /// Real money: nothing to say.
    Production,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The person's name.
    pub name: String,
    /// Role codes as the permission table names them, such as `KEUANGAN`.
    pub role: String,
}

/// The frame of every panel page.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The language of the page.
    pub lang: Lang,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The title of the window, without the product's name.
    pub title: String,
    /// The section the page belongs to.
    pub here: Section,
    /// The sections this reader may open; the navigation shows no other.
    pub may_see: Vec<Section>,
    /// Who is signed in.
    pub reader: Reader,
    /// Which Midtrans the money comes from.
    pub gateway: GatewayMode,
    /// Date and time with zone, from [`crate::text::format::bar_clock`].
    pub clock: String,
    /// Path and query of this page, so that switching the language comes back here.
    pub address: String,
    /// The token every form carries.
    pub csrf: String,
    /// The answer to what the reader just did.
    pub note: Option<Note>,
}

/// Some sections under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NavGroup {
    pub label: Option<&'static str>,
    pub items: Vec<NavItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NavItem {
    pub label: &'static str,
    pub href: &'static str,
    pub current: bool,
}

impl Chrome {
    /// The navigation of this reader, in groups.
    pub(super) fn nav(&self) -> Vec<NavGroup> {
        let mut groups: Vec<NavGroup> = Vec::new();
        for section in Section::ALL.into_iter().filter(|section| self.may_see.contains(section)) {
            let label = section.group(self.lang);
            let item = NavItem {
                label: section.label(self.lang),
                href: section.href(),
                current: section == self.here,
            };
            match groups.last_mut() {
                Some(group) if group.label == label => group.items.push(item),
                _ => groups.push(NavGroup { label, items: vec![item] }),
            }
        }
        groups
    }

    /// Whether the bar offers to search invoices.
    pub(super) fn sees_invoices(&self) -> bool {
        self.may_see.contains(&Section::Invoices)
    }

    pub(super) const fn is_sandbox(&self) -> bool {
        matches!(self.gateway, GatewayMode::Sandbox)
    }

    pub(super) const fn version(&self) -> &'static str {
        assets::VERSION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_navigation_shows_only_what_the_role_may_see() {
        let mut chrome = Chrome {
            lang: Lang::Id,
            theme: Theme::System,
            title: String::new(),
            here: Section::Customers,
            may_see: vec![Section::Packages, Section::Customers],
            reader: Reader { name: "Wayan".into(), role: "TEKNISI".into() },
            gateway: GatewayMode::Sandbox,
            clock: String::new(),
            address: "/pelanggan".into(),
            csrf: String::new(),
            note: None,
        };
        let nav = chrome.nav();
        assert_eq!(nav.len(), 1);
        let labels: Vec<_> = nav[0].items.iter().map(|item| (item.label, item.current)).collect();
        assert_eq!(labels, [("Pelanggan", true), ("Paket", false)]);
        chrome.may_see = Section::ALL.to_vec();
        assert_eq!(chrome.nav().len(), 4);
    }

    #[test]
    fn an_unknown_theme_follows_the_system() {
        assert_eq!(Theme::from_cookie(Some("dark")), Theme::Dark);
        assert_eq!(Theme::from_cookie(Some("\"><script>")), Theme::System);
        assert_eq!(Theme::from_cookie(None).forced(), None);
    }
}
