//! What can happen to a person who is wanted: the closed list of event kinds.
//!
//! A kind is a word in a case file and in a rule. Nothing here says what follows from it: that is law.

macro_rules! kinds {
    ($($variant:ident = $word:literal : $says:literal,)*) => {
        /// The kind of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = $says] $variant,)* }
        impl Kind {
            /// All kinds, with the word of the file and a sentence for its reader.
            pub const ALL: &[(&'static str, Self, &'static str)] = &[$(($word, Self::$variant, $says),)*];
            /// The word of the file.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
            /// Its bit in a set of kinds.
            #[must_use]
            pub fn bit(self) -> u64 {
                const { assert!(Self::ALL.len() <= 64) };
                1 << self as u32
            }
            /// The kind behind a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Arrest = "arrest": "The person was seized. Custody terms run from here.",
    CustodyOrdered = "custody-ordered": "A court or prosecutor ordered custody; `until` is the last day the order names.",
    CustodyExtended = "custody-extended": "Custody was extended; `until` is the last day the order names.",
    AdministrativeArrest = "administrative-arrest": "Short arrest for an administrative offence; `until` is its end.",
    Released = "released": "The person left custody. Re-arrest at the gate is common.",
    FacilityChanged = "facility-changed": "Moved to another place; `what = \"unknown\"` when nobody says where.",
    Contact = "contact": "Somebody trustworthy spoke with or saw the person.",
    ContactLost = "contact-lost": "The person can no longer be reached.",
    RequestReceived = "request-received": "The extradition request and its papers arrived.",
    ExtraditionGranted = "extradition-granted": "The first decision to extradite.",
    ExtraditionRefused = "extradition-refused": "Extradition was refused. Re-arrest on another ground is likely.",
    ExtraditionAppealFiled = "extradition-appeal-filed": "The appeal against the decision to extradite is in.",
    ExtraditionUpheld = "extradition-upheld": "The first court upheld the decision to extradite.",
    SecondAppealFiled = "second-appeal-filed": "The appeal to the second court is in.",
    ExtraditionFinal = "extradition-final": "The decision to extradite can no longer be stopped by an ordinary appeal.",
    ExtraditionQuashed = "extradition-quashed": "The decision to extradite was set aside.",
    Consented = "consented": "The person agreed to be extradited.",
    SurrenderDateSet = "surrender-date-set": "The handover was fixed; `until` is its date and time.",
    Hearing = "hearing": "A hearing is listed; `on` is its date and time, `stage` what it is about.",
    AsylumClaimed = "asylum-claimed": "Protection was asked for.",
    AsylumRefused = "asylum-refused": "Protection was refused.",
    AsylumAppealFiled = "asylum-appeal-filed": "The appeal against the refusal is in.",
    AsylumUpheld = "asylum-upheld": "The first court upheld the refusal.",
    AsylumFinal = "asylum-final": "The refusal can no longer be appealed.",
    ProtectionGranted = "protection-granted": "Protection was granted.",
    ExpulsionOrdered = "expulsion-ordered": "Expulsion or deportation was ordered.",
    ExpulsionAppealFiled = "expulsion-appeal-filed": "The appeal against the expulsion is in.",
    ExpulsionUpheld = "expulsion-upheld": "The first court upheld the expulsion.",
    ExpulsionFinal = "expulsion-final": "The expulsion can no longer be appealed.",
    ExpulsionQuashed = "expulsion-quashed": "The expulsion was set aside.",
    LeaveOrdered = "leave-ordered": "Ordered to leave the country, by `until` or `within` a term.",
    EntryBanned = "entry-banned": "Forbidden to enter, or to stay.",
    ResidenceRefused = "residence-refused": "A residence permit was refused or withdrawn.",
    ResidenceAppealFiled = "residence-appeal-filed": "The appeal against that refusal is in.",
    MeasureRequested = "measure-requested": "An interim measure was asked for; `body` says of whom.",
    MeasureDocumentsDue = "measure-documents-due": "The body wants papers by `until`.",
    MeasureGranted = "measure-granted": "The interim measure was indicated; `until` says for how long.",
    MeasureExtended = "measure-extended": "The interim measure was prolonged; `until` says for how long.",
    MeasureRefused = "measure-refused": "The interim measure was refused.",
    MeasureLifted = "measure-lifted": "The interim measure was lifted.",
    MeasureAcknowledged = "measure-acknowledged": "The host confirmed that it knows of the measure.",
    MeasureBreached = "measure-breached": "The host acted against the measure.",
    RegistryLetter = "registry-letter": "A letter from the body; `answer_by` is the date it sets.",
    ApplicationFiled = "application-filed": "The full application or communication is in.",
    ApplicationInadmissible = "application-inadmissible": "The application was declared inadmissible or struck out.",
    Signal = "signal": "Somebody noticed something; `what` says what.",
    Disappeared = "disappeared": "Nobody knows where the person is.",
    Abducted = "abducted": "The person was taken outside any procedure.",
    Surrendered = "surrendered": "Handed over to the requesting state.",
    Removed = "removed": "Taken out of the country by another way.",
    LeftCountry = "left-country": "Left of their own will and is out of reach.",
    Freed = "freed": "Free, and no proceedings are left.",
    Closed = "closed": "The case is closed; nothing more is counted.",
}

impl Kind {
    /// True for the kinds after which the person is no longer held or hunted here.
    #[must_use]
    pub fn ends_case(self) -> bool {
        matches!(self, Self::Surrendered | Self::Removed | Self::LeftCountry | Self::Freed | Self::Closed)
    }

    /// True for the kinds after which a case that had ended goes on: the person is held again, missing, or to be taken away.
    #[must_use]
    pub fn reopens(self) -> bool {
        let held = matches!(self, Self::CustodyOrdered | Self::CustodyExtended) || self.begins_custody();
        let missing = matches!(self, Self::Signal | Self::ContactLost | Self::Disappeared | Self::Abducted);
        let extradited = matches!(
            self,
            Self::ExtraditionGranted
                | Self::ExtraditionUpheld
                | Self::ExtraditionFinal
                | Self::Consented
                | Self::SurrenderDateSet
        );
        let expelled = matches!(self, Self::ExpulsionOrdered | Self::ExpulsionUpheld | Self::ExpulsionFinal);
        held || missing || extradited || expelled
    }

    /// True for kinds whose `on` normally lies ahead when it becomes known.
    #[must_use]
    pub fn is_scheduled(self) -> bool {
        matches!(self, Self::Hearing)
    }

    /// True for the kinds that mean nothing without the body they concern.
    #[must_use]
    pub fn needs_body(self) -> bool {
        let word = self.word();
        word.starts_with("measure-") || word.starts_with("application-") || self == Self::RegistryLetter
    }

    /// True for the kinds that mean nothing without what they are about.
    #[must_use]
    pub fn needs_stage(self) -> bool {
        self == Self::Hearing
    }

    /// True for the kinds that set a date, or a term.
    #[must_use]
    pub fn needs_until(self) -> bool {
        matches!(self, Self::CustodyExtended | Self::SurrenderDateSet | Self::MeasureDocumentsDue)
    }

    /// True for the kinds that begin custody.
    #[must_use]
    pub fn begins_custody(self) -> bool {
        matches!(self, Self::Arrest | Self::AdministrativeArrest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for (word, kind, _) in Kind::ALL {
            assert_eq!(Kind::parse(word), Some(*kind));
            assert_eq!(kind.word(), *word);
        }
        assert_eq!(Kind::ALL.len(), 53);
    }
}
