"""Lines to copy: how each client is pointed at the gateway."""


def curl(data_url: str, key: str) -> str:
    """A streamed request with curl."""
    body = (
        '{"model": "demo", "stream": true, "messages": [{"role": "user", "content": '
        '"I am Ann Lee, ann.lee@example.org"}]}'
    )
    return (
        f"KEY={key}\n"
        f"curl -N {data_url}/openai/v1/chat/completions \\\n"
        f'  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\\n'
        f"  -d '{body}'"
    )


def openai_python(data_url: str, key: str) -> str:
    """The official OpenAI SDK."""
    return (
        "from openai import OpenAI\n"
        f'key = "{key}"\n'
        f'client = OpenAI(base_url="{data_url}/openai/v1", api_key=key)\n'
        'hello = [{"role": "user", "content": "I am Ann Lee, ann.lee@example.org"}]\n'
        'answer = client.chat.completions.create(model="demo", messages=hello)\n'
        "print(answer.choices[0].message.content)"
    )


def google_python(data_url: str, key: str) -> str:
    """The official Google SDK."""
    return (
        "from google import genai\n"
        f'key = "{key}"\n'
        f'options = {{"base_url": "{data_url}/google"}}\n'
        "client = genai.Client(api_key=key, vertexai=False, http_options=options)\n"
        'said = "I am Ann Lee, ann.lee@example.org"\n'
        'print(client.models.generate_content(model="demo", contents=said).text)'
    )
