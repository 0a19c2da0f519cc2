# What runs and nothing else: no package that only builds or tests, and no package's own scripts.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY schemas ./schemas
COPY adapters ./adapters
COPY src ./src
# The folder `config` stays empty: a configuration is mounted there, and without one nothing starts.
RUN ln -s /app/bin/jembatan.js /usr/local/bin/jembatan \
  && mkdir config /data \
  && chown 1000:1000 /data
# The image's own user `node`, as a number so that a cluster can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive, not ready: a full disk is not mended by another start.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/jembatan.js"]
CMD ["gateway"]
