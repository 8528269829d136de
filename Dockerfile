# elkctl as an image. Built from the packed program: npm run release && docker build -t elkctl build/release
FROM node:20.20.2-bookworm-slim
COPY elkctl-*.tgz /tmp/
RUN npm install --global --offline --no-audit --no-fund /tmp/elkctl-*.tgz && rm /tmp/elkctl-*.tgz
# As root: the configuration file of the application belongs to root, and is written with --write-env. As the first process of its container elkctl ends with
# Ctrl-C as everywhere: it listens for the signals itself.
ENTRYPOINT ["elkctl"]
