"""An enquiry that nothing is wrong with."""

from privacy.application import Application
from privacy.consent import Consent, ConsentKind, SubjectState
from privacy.policy import Enquiry
from privacy.purpose import LegalBasis, Purpose
from privacy.recipient import Recipient

SUPPORT = Purpose(id="support", description="Answering", legal_basis=LegalBasis.CONTRACT)
CONSENT = Purpose(id="support", description="Answering", legal_basis=LegalBasis.CONSENT)
BOT = Application(
    id="bot",
    controller="Acme",
    purposes=("support", "newsletter"),
    recipients=("openai",),
    models=("gpt-*",),
    subject_required=True,
)
OPENAI = Recipient(id="openai", legal_name="OpenAI", wire="openai")
GIVEN = Consent("cns_1", 3, ConsentKind.EXPLICIT)
GOOD = Enquiry(
    application=BOT,
    purpose=CONSENT,
    recipient=OPENAI,
    model="gpt-5",
    subject="customer-7",
    state=SubjectState(version=1, consent=GIVEN),
)
