# The operator alone: one static binary in an empty image, run by a user without a name or rights.
#   make image        (docker build --tag easyscale:dev .)

# Rust's own image, Debian's smaller one. No digest: the version is what Cargo.lock was tried with, and Debian's security
# updates come with a rebuild. What gets into the last stage depends on Rust, Cargo.lock and the sources only.
ARG RUST_VERSION=1.95.0
ARG DEBIAN=bookworm
FROM rust:${RUST_VERSION}-slim-${DEBIAN} AS build
WORKDIR /source
# First what never changes, so that it is kept between builds. The script is also what `make package` runs.
COPY hack/build-static.sh hack/
RUN hack/build-static.sh needs
COPY . .
RUN mkdir /image && install -m 0555 "$(hack/build-static.sh)" /image/easyscale

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="EasyScale" \
      org.opencontainers.image.description="Changes how many copies of a program run in Kubernetes, by the clock." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="https://github.com/easyscale/easyscale" \
      org.opencontainers.image.documentation="https://github.com/easyscale/easyscale/tree/main/docs" \
      org.opencontainers.image.vendor="The EasyScale authors" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image/ /
# The number that the Deployment asks for; a name could not be checked by `runAsNonRoot`.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/easyscale"]
CMD ["run"]
