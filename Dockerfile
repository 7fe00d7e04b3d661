# Vigie in a container. Node runs the sources; there is nothing to build.
FROM node:24.21.0-slim

# Every address: a container is reached from outside. The start then requires VIGIE_WEBHOOK_TOKEN.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app

# What is needed to run, and no install scripts of others. The cache stays out of the layer.
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts
COPY LICENSE ./
COPY policies policies
COPY handlers handlers
COPY src src

# The only folder that the service writes to.
RUN install -d -o 1000 -g 1000 data
VOLUME /app/data

# The image's user `node`, by number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`, { signal: AbortSignal.timeout(4000) }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: npm dies of SIGTERM without handing it on.
CMD ["node", "src/main.ts"]
