# msk-reach and what it needs to run, as a user without rights. `npm run image` lays out target/image, which is the
# context, as the lockfile pins it, and builds this: nothing runs, so the base needs no shell, npm or network.
#   npm run image -- --tag msk-reach --base node:24-slim
ARG BASE=node:24-slim
FROM ${BASE}
COPY . /
ENV NODE_ENV=production
USER 65532:65532
ENTRYPOINT ["msk-reach"]
CMD ["--help"]
