//! Who is at the other end: the client's address, and the hosts that are served.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};
use std::convert::Infallible;

use crate::config::origin::{host_of, is_authority, is_loopback_host};
use crate::config::{FrontConfig, Network, Transport};

/// The address of the client, for limits and the security log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// The peer of the connection; if that is a trusted proxy, the last address in
    /// `X-Forwarded-For` that is not one. What stands further left, the client can invent.
    #[must_use]
    pub fn of(extensions: &Extensions, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        if !is_proxy(peer) {
            return Self(peer);
        }
        let lines: Vec<&str> =
            headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
        let mut client = peer;
        for text in lines.iter().rev().flat_map(|line| line.rsplit(',')).take(16) {
            let Ok(address) = text.trim().parse::<IpAddr>() else { break };
            client = address.to_canonical();
            if !is_proxy(client) {
                break;
            }
        }
        Self(client)
    }

    /// The name under which limits count the client: an IPv6 client owns its whole /64.
    #[must_use]
    pub fn key(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{:x}/64", address.to_bits() >> 64),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let nobody = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(nobody))
    }
}

/// Which `Host` names are served. Another name may be a foreign page whose name was made to point
/// here, so that it could read the answers as its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostRule {
    /// The host of the public address, or this machine asking itself.
    Exactly(String),
    /// Names of this machine.
    Loopback,
    /// Every well-formed name: the proxy in front decides.
    Any,
}

impl HostRule {
    /// The rule that follows from the settings and the address that is listened on.
    #[must_use]
    pub fn of(front: &FrontConfig, listen: SocketAddr) -> Self {
        match &front.public_origin {
            Some(origin) => Self::Exactly(origin.authority().to_owned()),
            None if front.transport == Transport::Plain && listen.ip().is_loopback() => {
                Self::Loopback
            }
            None => Self::Any,
        }
    }

    /// Whether a request for this host is answered.
    #[must_use]
    pub fn serves(&self, authority: &str) -> bool {
        let loopback = || is_loopback_host(host_of(authority));
        let well_formed = is_authority(authority);
        well_formed
            && match self {
                Self::Exactly(public) => authority.eq_ignore_ascii_case(public) || loopback(),
                Self::Loopback => loopback(),
                Self::Any => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        let mut extensions = Extensions::new();
        let peer: IpAddr = peer.parse().unwrap();
        extensions.insert(ConnectInfo(SocketAddr::new(peer, 1)));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted =
            if trusted.is_empty() { vec![] } else { Network::parse_list(trusted).unwrap() };
        Client::of(&extensions, &headers, &trusted).0.to_string()
    }

    #[test]
    fn the_peer_is_the_client_unless_it_is_a_trusted_proxy() {
        assert_eq!(client("9.9.9.9", &["1.1.1.1"], ""), "9.9.9.9");
        assert_eq!(client("9.9.9.9", &["1.1.1.1"], "10.0.0.0/8"), "9.9.9.9");
        assert_eq!(client("10.0.0.1", &["1.1.1.1"], "10.0.0.0/8"), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &[], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn what_the_client_invents_is_not_believed() {
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 1.1.1.1, 10.0.0.2"], "10.0.0.0/8"), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &["6.6.6.6", "1.1.1.1"], "10.0.0.0/8"), "1.1.1.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, nonsense"], "10.0.0.0/8"), "10.0.0.1");
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        let key = |text: &str| Client(text.parse().unwrap()).key();
        assert_eq!(key("2001:db8::1"), key("2001:db8::2:3"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
    }

    #[test]
    fn info_04_unknown_hosts_are_not_served() {
        assert!(HostRule::Loopback.serves("127.0.0.1:8080"));
        assert!(HostRule::Loopback.serves("localhost"));
        assert!(HostRule::Loopback.serves("[::1]:9"));
        assert!(!HostRule::Loopback.serves("evil.example"));
        assert!(!HostRule::Loopback.serves("127.0.0.1.evil.example"));
        let public = HostRule::Exactly("tagihan.example.id".to_owned());
        assert!(public.serves("Tagihan.example.id") && !public.serves("evil.example"));
        assert!(HostRule::Any.serves("anything.example") && !HostRule::Any.serves("a b"));
        assert!(!HostRule::Any.serves("user@host"));
    }
}
