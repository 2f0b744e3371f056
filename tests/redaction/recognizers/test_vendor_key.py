import pytest

from tests.support.detection import found

_HEX = "8f7a6b5c4d3e2f1a"
_MIXED = "Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op56"


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-abcdEFGH1234567890abcd",
        f"sk-ant-api03-{_MIXED}-AA",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIALQMQJDYVPBZMKYDW",
        "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        f"github_pat_11{_MIXED}",
        "glpat-Ab12Cd34Ef56Gh78Ij90",
        "xoxb-123456789012-1234567890123-AbCdEfGhIjKl",
        f"whsec_{_MIXED}",
        "rzp_live_Ab12Cd34Ef56Gh",
        "SG.Ab12Cd34Ef56Gh78Ij90Kl.Ab12Cd34Ef56Gh78Ij90Kl12Mn",
        f"npm_{_MIXED}Qr78",
        f"dckr_pat_{_MIXED}",
        f"dapi{_HEX}{_HEX}",
        f"hvs.CAESI{_MIXED}",
        f"ATATT3xFfGF0{_MIXED}",
        "NRAK-AB12CD34EF56GH78IJ90KL12MN3",
        f"ntn_{_MIXED}",
        f"figd_{_MIXED}",
        f"{_HEX}{_HEX}-us12",
        "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
        "EAACEdEose0cBAOabcdefghijklmnopqrstuvwxyz0123456789ZD",
        "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGP",
        "GOCSPX-Ab12Cd34Ef56Gh78Ij90Kl",
        f"1//0g{_MIXED}",
        "hooks.slack.com/services/T0A1B2C3D/B4E5F6G7H/Abcd1234Efgh5678",
        "discord.com/api/webhooks/123456789012345678/AbCdEfGhIjKlMnOp",
    ],
)
def test_finds(key: str) -> None:
    assert found(f"here: {key} ok", "API_KEY") == [key]


@pytest.mark.parametrize(
    "text",
    [
        "sk-learn",
        "sk-your-openai-api-key-here",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-...",
        "sk_buff_head_init_something",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "xoxb-your-bot-token-here",
        "AKIA is the prefix",
        "npm_config_registry_and_more_words_like_this",
        "pypi-publish-action-of-the-workflow-file",
        "secret_manager_client_library_for_python_apps",
        "patch_something_in_the_module",
        "task-1234567890abcdefgh",
        "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "hf_hub_download_with_many_more_words",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "API_KEY") == []
