# One image for the web, the worker, beat and the commands; it holds no secret and no data.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    STATIC_ROOT=/srv/jisr/static

RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent jisr

WORKDIR /srv/jisr
COPY requirements.lock ./
RUN pip install --no-cache-dir --compile --require-hashes -r requirements.lock

COPY LICENSE manage.py ./
COPY config config
COPY templates templates
COPY engagement engagement

# Neither step needs a database, an address or a secret. The user may read all of it and write none.
RUN python -m compileall -q config engagement \
 && python manage.py catalogues --compile \
 && python manage.py collectstatic --noinput --verbosity=0

# From here on there is no embedded engine and no default secret.
ENV JISR_ENV=production
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--timeout=60", "--graceful-timeout=15", \
     "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
