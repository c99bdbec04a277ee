//! From where somebody asks, for slowing down those who guess passwords.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};

/// The network that a request comes from: an IPv4 address, or the 64 bits of an IPv6 address that one customer has.
pub(crate) struct Network(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let asks = peer.filter(IpAddr::is_loopback).and_then(|_| forwarded(&parts.headers)).or(peer);
        Ok(Self(asks.map_or_else(String::new, network)))
    }
}

/// What the proxy on this machine says it forwards for: the last address, which it added itself. Whoever asks from
/// elsewhere is not believed.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    async fn from(peer: &str, forwarded: &[&str]) -> String {
        let mut request = Request::builder();
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        let Ok(Network(network)) = Network::from_request_parts(&mut parts, &()).await;
        network
    }

    #[tokio::test]
    async fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_word() {
        assert_eq!(from("203.0.113.7", &["198.51.100.1"]).await, "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["198.51.100.1"]).await, "198.51.100.1");
        assert_eq!(
            from("127.0.0.1", &["10.0.0.1, 198.51.100.1"]).await,
            "198.51.100.1",
            "the first is made up"
        );
        assert_eq!(from("127.0.0.1", &["10.0.0.1", "198.51.100.1"]).await, "198.51.100.1");
        assert_eq!(from("127.0.0.1", &["nonsense"]).await, "127.0.0.1");
        assert_eq!(from("127.0.0.1", &[]).await, "127.0.0.1");
    }

    #[tokio::test]
    async fn a_whole_ipv6_customer_is_one_network() {
        assert_eq!(from("2001:db8:1:2:3:4:5:6", &[]).await, from("2001:db8:1:2:ffff::1", &[]).await);
        assert_ne!(from("2001:db8:1:2::1", &[]).await, from("2001:db8:1:3::1", &[]).await);
        assert_eq!(from("::ffff:203.0.113.7", &[]).await, "203.0.113.7");
    }
}
