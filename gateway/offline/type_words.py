"""How other tools call kinds of personal data: for predictions that a scorer of theirs compares."""

from collections.abc import Mapping
from types import MappingProxyType

SHORT: Mapping[str, str] = MappingProxyType(
    {
        "EMAIL_ADDRESS": "EMAIL",
        "PHONE_NUMBER": "PHONE",
        "IBAN_CODE": "IBAN",
        "STREET_ADDRESS": "ADDRESS",
        "GPS_COORDINATES": "GEO",
        "IP_ADDRESS": "IP",
        "MAC_ADDRESS": "MAC",
        "ADVERTISING_ID": "DEVICE_ID",
        "SIM_ID": "DEVICE_ID",
        "COOKIE": "SECRET",
        "API_KEY": "SECRET",
        "PRIVATE_KEY": "SECRET",
        "CVV": "PASSWORD",
        "IN_UPI": "UPI",
        "BANK_ROUTING": "ROUTING_NUMBER",
        "DATE_OF_BIRTH": "DATE",
        "DATE_TIME": "DATE",
        "USER_ID": "USERNAME",
        "RECORD_ID": "ID",
        "US_MBI": "ID",
        "CARD_EXPIRY": "DATE",
        "VEHICLE_PLATE": "IN_VEHICLE_REGISTRATION",
        "ETHNICITY": "NRP",
        "CASTE": "NRP",
        "POLITICAL_OPINION": "NRP",
        "RELIGION": "NRP",
        "SEXUAL_ORIENTATION": "NRP",
        "GENDER_IDENTITY": "NRP",
    }
)
"""Our types by the words that data sets use; types that are not here keep their own."""
