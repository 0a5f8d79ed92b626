"""What looks like a password or a token: it must not leave a participant's computer."""

import re
from collections.abc import Mapping

SECRETS: Mapping[str, re.Pattern[str]] = {
    "un jeton GitHub": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40})"),
    "une clé OpenAI ou Anthropic": re.compile(r"\bsk-(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{20}"),
    "une clé Amazon": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "une clé Google": re.compile(r"\bAIza[0-9A-Za-z_-]{35}"),
    "un jeton Slack": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10}"),
    "un jeton Telegram": re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b"),
    "un jeton de portail (JWT)": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}"),
    "un jeton DHIS2": re.compile(r"\bd2pat_[A-Za-z0-9]{32}"),
    "un jeton d’accès": re.compile(r"(?i)\b(token|bearer)\s+(?=[\w.-]*\d)[\w.-]{24}"),
    "un mot de passe dans une adresse": re.compile(r"\b[a-z][a-z+]+://[^\s/:@\"']+:[^\s/@\"']+@"),
    "une clé privée": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "un mot de passe ou un jeton": re.compile(
        r"(?i)(api_?key|apikey|token|jeton|cle_?api|mot_?de_?passe|password|secret)\w*[\"']?"
        r"\s*[=:]\s*[\"'](?=[^\"'\s]*\d)[^\"'\s]{16,}[\"']"
    ),
}
"""What looks like a secret, in code, text or the outputs that travel: French name → pattern."""


def find_secret(text: str) -> str | None:
    """Return in French what secret `text` seems to hold, or None."""
    return next((name for name, pattern in SECRETS.items() if pattern.search(text)), None)
