//! The form with which staff or a payer choose a channel.

use wikarta_core::provider::Channel;

use crate::text::channel;

/// One channel to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelTile {
    /// Its canonical code, the value of the field `channel`.
    pub code: &'static str,
    /// The bank's name, or QRIS.
    pub label: &'static str,
    /// Chosen beforehand.
    pub chosen: bool,
    wide: bool,
}

/// A form that asks for a code on some channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelForm {
    /// Where it posts to.
    pub action: String,
    /// The token of the form.
    pub csrf: String,
    /// So that a double click is one act.
    pub idempotency_key: String,
    /// The channels on offer, QRIS first.
    pub tiles: Vec<ChannelTile>,
}

impl ChannelForm {
    /// A form for these channels, in the order in which payers look for them.
    #[must_use]
    pub fn new(action: String, csrf: String, idempotency_key: String, offered: &[Channel]) -> Self {
        const ORDER: [Channel; 7] = [
            Channel::Qris,
            Channel::BcaVa,
            Channel::BniVa,
            Channel::BriVa,
            Channel::MandiriBill,
            Channel::PermataVa,
            Channel::CimbVa,
        ];
        let tiles = ORDER
            .into_iter()
            .filter(|channel| offered.contains(channel))
            .map(|channel| ChannelTile {
                code: channel.as_str(),
                label: channel::bank(channel),
                chosen: false,
                wide: channel == Channel::Qris,
            })
            .collect();
        Self { action, csrf, idempotency_key, tiles }
    }

    /// Marks the channel that is chosen already.
    #[must_use]
    pub fn choosing(mut self, channel: Channel) -> Self {
        for tile in &mut self.tiles {
            tile.chosen = tile.code == channel.as_str();
        }
        self
    }
}

impl ChannelTile {
    pub(super) const fn is_wide(&self) -> bool {
        self.wide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_can_be_offered_once() {
        let form = ChannelForm::new(String::new(), String::new(), String::new(), Channel::ALL);
        let mut codes: Vec<_> = form.tiles.iter().map(|tile| tile.code).collect();
        assert_eq!(codes.len(), Channel::ALL.len());
        codes.dedup();
        assert_eq!(codes.len(), Channel::ALL.len());
        let chosen = form.choosing(Channel::BriVa);
        assert_eq!(chosen.tiles.iter().filter(|tile| tile.chosen).count(), 1);
    }
}
