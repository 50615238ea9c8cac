# Two stages: dependencies are built once, and the image that runs holds no build tools.
# `--build-arg PREVIEWS=1` adds LibreOffice for pictures and PDFs of decks, and fonts for the scripts
# that classes write in; the font of the slides themselves comes with the code, in deck/fonts.
FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
ARG PREVIEWS=0
RUN if [ "$PREVIEWS" = 1 ]; then \
      apt-get update && apt-get install -y --no-install-recommends libreoffice-impress poppler-utils \
        fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
      && rm -rf /var/lib/apt/lists/*; \
    fi \
 && useradd --create-home --uid 10001 roundtable \
 && mkdir /data && chown roundtable /data
COPY --from=build /venv /venv
WORKDIR /app
COPY bot bot
COPY cogs cogs
COPY deck deck
COPY discussion discussion
COPY readings readings
COPY simulator simulator
COPY storage storage
COPY examples examples
USER roundtable
VOLUME /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 \
    ROUNDTABLE_DATABASE=/data/roundtable.db ROUNDTABLE_DECKS=/data/decks \
    ROUNDTABLE_HEALTH_PORT=8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health')"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
