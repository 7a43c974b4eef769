# The operator alone: one static binary in an empty image, run by a user without a name or rights.
# docker build --tag easyscale .

ARG RUST_VERSION=1.95
FROM rust:${RUST_VERSION}-alpine AS build
# Alpine's target is musl, linked statically: the final image needs no C library. ring has C in it.
RUN apk add --no-cache gcc musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked --package easyscale \
    && mkdir /image \
    && cp target/release/easyscale /image/easyscale

FROM scratch
COPY --from=build /image/easyscale /easyscale
# The number that config/manager asks for; a name could not be checked by `runAsNonRoot`.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/easyscale"]
CMD ["run"]
