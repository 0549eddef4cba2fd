"""What was found about how a clause is meant, on the way from its trigger to the root of the sentence."""

from dataclasses import dataclass, field

from dragoman.model.sentence import Token

# Of what stands further out these override what was found before.
OVERRIDING = ("denied", "negated", "alleged", "conditional")


@dataclass(slots=True)
class Reading:
    """What was found on the way from a trigger to the root of its sentence.

    `modality` is one of RECORD's; `says` are the governing verbs that report the clause, innermost first; `announced`,
    `realised` and `opened` tell of verbs that announce, complete or leave open what they govern; `licence` is what
    makes a bare noun mean that the thing happened; `no_longer` is "ne … plus", `never` "jamais", `ceased` "cesse de",
    `purpose` "pour" before an infinitive, `due` that it must be; `nested`: a noun stands between the trigger and the
    verb above, `deep`: one through which the verb says nothing of the trigger ("examiner les suites de l'attaque").
    """

    modality: str = "actual"
    says: list[Token] = field(default_factory=list)
    announced: bool = False
    realised: bool = False
    opened: bool = False
    no_longer: bool = False
    never: bool = False
    purpose: bool = False
    ceased: bool = False
    future: bool = False
    due: bool = False
    nested: bool = False
    deep: bool = False
    licence: str = ""
    reason: str = ""

    def take(self, modality: str, reason: str) -> None:
        """Let an outer word change the modality: denial and negation override, the rest fills an actual one."""
        if modality == "negated" and self.modality == "negated":
            self.modality, self.reason = "actual", f"{self.reason}; {reason}"
            return
        if (
            self.modality == "actual"
            or modality in OVERRIDING[:2]
            or (modality in OVERRIDING and self.modality not in OVERRIDING)
        ):
            self.modality, self.reason = modality, reason
