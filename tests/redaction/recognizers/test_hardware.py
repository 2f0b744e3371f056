import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Serial number: C02XG2JMJGH5", ["C02XG2JMJGH5"]),
        ("S/N F17VR2ABHG7F", ["F17VR2ABHG7F"]),
        ("my laptop's serial is 5CD1234XYZ", ["5CD1234XYZ"]),
        ("Seriennummer C02XG2JMJGH5", ["C02XG2JMJGH5"]),
        ("numéro de série : C02XG2JMJGH5", ["C02XG2JMJGH5"]),
        ("número de serie C02XG2JMJGH5", ["C02XG2JMJGH5"]),
        (
            "browser fingerprint f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6",
            ["f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6"],
        ),
        ("fingerprint: f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6", ["f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6"]),
        ("visitorId Xa8kd92jdkLsl2jdk20s", ["Xa8kd92jdkLsl2jdk20s"]),
        (
            "hardware uuid: 564D1234-ABCD-1234-ABCD-1234567890AB",
            ["564D1234-ABCD-1234-ABCD-1234567890AB"],
        ),
        (
            "anonymous_id: 507f191e-810c-4197-29de-860ea1234567",
            ["507f191e-810c-4197-29de-860ea1234567"],
        ),
        (
            "fcm token: dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH",
            ["dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH"],
        ),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "DEVICE_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "serial port COM3",
        "serial number of the certificate",
        "certificate serial number: 0A1B2C3D4E5F",
        "serializer 12345678",
        "serial 2024-05-17",
        "serial: v1.2.3",
        "SSH key fingerprint f9b2a1c8d7e6f5a4b3c2d1e0f9a8b7c6",
        "device token is missing",
        "machine id of the host",
        "SOA serial 2024051701",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "DEVICE_ID") == []
