# Everything here is one go command; the Makefile only remembers them.
export CGO_ENABLED = 0

.PHONY: run test short race lint bench build images train eval million clean

run: ## the demo, with the desk left open
	go run ./cmd/qalxan demo

test:
	go test ./...

short: ## without the long tests
	go test -short ./...

race: ## needs a C compiler
	CGO_ENABLED=1 go test -race -short ./...

lint:
	go vet ./...
	go run mvdan.cc/gofumpt@v0.12.0 -l .
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	go mod tidy -diff

bench: ## compare two runs with: go run golang.org/x/perf/cmd/benchstat
	go test -run '^$$' -bench . -benchmem ./...

build:
	go build -trimpath -o bin/qalxan ./cmd/qalxan

images: ## the pictures in docs/images, made in Chromium
	QALXAN_IMAGES=$(CURDIR)/docs/images go test -count=1 -run 'TestDeskInBrowser|TestDeskPages' ./cmd/qalxan

train: ## the weights of classify/technique, from ../shared/data
	go run ./classify/technique/train

eval: ## every figure of docs/detection.md, from the tests that measure it
	go run ./internal/eval

MILLION ?= /tmp/million

million: ## a million made-up items (7 GB), and how long the desk takes over them
	test -d $(MILLION) || go run ./internal/million --dir $(MILLION)
	go run ./internal/million measure --dir $(MILLION)

clean:
	rm -rf bin data
