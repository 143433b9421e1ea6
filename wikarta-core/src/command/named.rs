//! Commands by name: one flat set of names over all groups, as JSON writes them.

use std::fmt;
use std::sync::LazyLock;

use serde::de::value::{EnumAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, Error, IntoDeserializer, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    AccessCommand, BillingCommand, CatalogueCommand, Command, CorrectionCommand, CustomerCommand,
    DeskCommand, DunningCommand, PostingCommand, ReconcileCommand, SettingCommand,
    SubscriptionCommand,
};

macro_rules! groups {
    ($($group:ident($type:ty),)*) => {
        /// The name of every command, those without a group first.
        pub static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
            let groups = [names_of(Command::deserialize), $(names_of(<$type>::deserialize),)*];
            groups.concat()
        });

        /// A command whose name is known to be one.
        fn read<'de, A: VariantAccess<'de>>(chosen: Chosen<'_, A>) -> Result<Command, A::Error> {
            $(if names_of(<$type>::deserialize).contains(&chosen.name) {
                return <$type>::deserialize(EnumAccessDeserializer::new(chosen))
                    .map(Command::$group);
            })*
            Command::deserialize(EnumAccessDeserializer::new(chosen))
        }

        impl Serialize for Command {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$group(command) => command.serialize(to),)*
                    Self::RegisterCustomer(_)
                    | Self::DefinePackage(_)
                    | Self::StartSubscription { .. }
                    | Self::DraftInvoice { .. }
                    | Self::IssueInvoice { .. }
                    | Self::OpenAttempt { .. }
                    | Self::AskRead { .. }
                    | Self::AnswerCharge { .. }
                    | Self::AnswerCancel { .. }
                    | Self::Notify(_)
                    | Self::TakeRead(_)
                    | Self::AddUser { .. } => Self::serialize(self, to),
                }
            }
        }
    };
}

groups! {
    Catalogue(CatalogueCommand),
    Subscription(SubscriptionCommand),
    Customer(CustomerCommand),
    Billing(BillingCommand),
    Posting(PostingCommand),
    Desk(DeskCommand),
    Reconcile(ReconcileCommand),
    Correction(CorrectionCommand),
    Access(AccessCommand),
    Setting(SettingCommand),
    Dunning(DunningCommand),
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_enum("Command", &NAMES, Named)
    }
}

struct Named;

impl<'de> Visitor<'de> for Named {
    type Value = Command;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a command by its name")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Command, A::Error> {
        let (name, body) = data.variant::<String>()?;
        if !NAMES.contains(&name.as_str()) {
            return Err(A::Error::unknown_variant(&name, &NAMES));
        }
        read(Chosen { name: &name, body })
    }
}

/// A name that was read already, before what follows it.
struct Chosen<'a, A> {
    name: &'a str,
    body: A,
}

impl<'de, A: VariantAccess<'de>> EnumAccess<'de> for Chosen<'_, A> {
    type Error = A::Error;
    type Variant = A;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, A), A::Error> {
        let name: StrDeserializer<'_, A::Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.body))
    }
}

/// The names that an enum is read by, as its own reader tells whoever comes with none of them.
fn names_of<T>(
    read: fn(EnumAccessDeserializer<Chosen<'static, Nothing>>) -> Result<T, Told>,
) -> &'static [&'static str] {
    match read(EnumAccessDeserializer::new(Chosen { name: "", body: Nothing })) {
        Err(Told(names)) => names,
        Ok(_) => &[],
    }
}

/// What no reader comes to.
struct Nothing;

#[derive(Debug)]
struct Told(&'static [&'static str]);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only the names were asked for")
    }
}

impl std::error::Error for Told {}

impl Error for Told {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }

    fn unknown_variant(_: &str, names: &'static [&'static str]) -> Self {
        Self(names)
    }
}

impl<'de> VariantAccess<'de> for Nothing {
    type Error = Told;

    fn unit_variant(self) -> Result<(), Told> {
        Err(Told(&[]))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Told> {
        Err(Told(&[]))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Told> {
        Err(Told(&[]))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Told> {
        Err(Told(&[]))
    }
}
