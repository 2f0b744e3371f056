# syntax=docker/dockerfile:1
# Two stages: packages are installed from the locked, hashed list in the first, and only the
# environment and the source come along into the second. Pin both by digest where you build.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/gateway
# `--build-arg LOCK=server-grpc` brings along what the gRPC front ([grpc]) needs,
# `LOCK=server-presidio` what recognizers for presidio-analyzer need.
ARG LOCK=server
COPY requirements/${LOCK}.txt requirements/lock.txt
RUN /opt/gateway/bin/pip install --no-deps --require-hashes -r requirements/lock.txt \
    && rm -f /opt/gateway/lib/python3.11/site-packages/google_cloud_aiplatform-*-nspkg.pth
COPY pyproject.toml README.md ./
COPY privacy privacy
COPY redaction redaction
COPY vault vault
COPY disclosure disclosure
COPY providers providers
COPY storage storage
COPY rights rights
COPY console console
COPY gateway gateway
RUN /opt/gateway/bin/pip install --no-deps --no-build-isolation --no-index . \
    && /opt/gateway/bin/pip uninstall -y hatchling editables setuptools pip
# A .pth file that imports runs code at every start: none may be in the image.
RUN ! grep -ls '^import' /opt/gateway/lib/python3.11/site-packages/*.pth

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="ai-privacy-gateway" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 65532 gateway \
    && useradd --uid 65532 --gid 65532 --no-create-home --shell /usr/sbin/nologin gateway \
    && install -d -o 65532 -g 65532 -m 0700 /var/lib/gateway /var/lib/gateway-keys \
    && install -d /etc/gateway && ln -s /var/lib/gateway /etc/gateway/data
COPY --from=build /opt/gateway /opt/gateway
COPY config.toml /etc/gateway/config.toml
USER 65532:65532
WORKDIR /var/lib/gateway
VOLUME ["/var/lib/gateway", "/var/lib/gateway-keys"]
EXPOSE 8080 8081 8443
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRIVACY_GATEWAY_CONFIG=/etc/gateway/config.toml \
    PRIVACY_GATEWAY__STORAGE__URL=sqlite:////var/lib/gateway/gateway.db \
    PRIVACY_GATEWAY__STORAGE__CHECKPOINTS=/var/lib/gateway/checkpoints \
    PRIVACY_GATEWAY__DETECTION__COMPILED=/var/lib/gateway/compiled \
    PRIVACY_GATEWAY__KEYS__STORE=/var/lib/gateway-keys/keys.db \
    PRIVACY_GATEWAY__KEYS__ROOT=/var/lib/gateway-keys/root.key
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["/opt/gateway/bin/privacy-gateway", "doctor", "--live"]
ENTRYPOINT ["/opt/gateway/bin/python", "-I", "-m", "gateway.cli"]
CMD ["serve"]
