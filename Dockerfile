# One image for every role: set-up, web, worker, beat. Configured by the environment alone (table in the README).
FROM python:3.11-slim-bookworm

# The system packages of scripts/bootstrap.sh: text layout for WeasyPrint and the fonts of the house.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-lxgw-wenkai \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 alliance \
    && install -d -o alliance -g alliance /data

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN python -m compileall -q alliance members meetings projects bulletins

ENV PYTHONUNBUFFERED=1 ALLIANCE_DATA_DIR=/data
USER alliance
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "alliance.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
