# An image of the program and nothing else: docker build -t breakeven . && docker run --rm -v "$PWD:/work" breakeven check
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --locked --release

FROM scratch
COPY --from=build /source/target/release/breakeven /breakeven
WORKDIR /work
ENTRYPOINT ["/breakeven"]
