# `make site` and `make test` set up all that they need; nothing else has to be prepared.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROPERDOCS := $(VENV)/properdocs
INSTALL := install --quiet --disable-pip-version-check --no-build-isolation --use-pep517
WHEEL := build/wheel
WHEELS := build/wheels
DEMO := build/demo
REPORTS ?= 300

# Packages of Debian and of Python are fetched side by side, and what needs few of them is checked
# meanwhile.
MAKEFLAGS += --jobs=3

# A folder that `make wheels` filled: everything is installed from it, and nothing is fetched.
ifneq ($(JIXIAO_WHEELS),)
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := $(abspath $(JIXIAO_WHEELS))
endif

# Chinese letters, for the PDF files and for the browser.
FONTS := fonts-noto-cjk
# The browser, and what the program that drives it is linked to.
BROWSER := chromium chromium-headless-shell $(FONTS) libatomic1
# The server whose shipped configuration is tested, the second browser, what reads PDF files.
SERVERS := nginx-light firefox-esr poppler-utils
# What runs the HTML checker, reads the Jenkinsfile, reads the systemd units.
CHECKERS := default-jre-headless groovy systemd
# What makes and reads files of other office programs, for tests alone: staff need not have it.
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui
# What a deploy goes through; readers meanwhile, clocks that are wrong, who is killed.
DEPLOY := openssh-server rsync libnginx-mod-http-brotli-static wrk faketime procps
# What the administrator's and the clerk's page name, and what their tests make machines with.
PAPERS := git curl openssh-client python3-venv dpkg-dev iproute2

.PHONY: site command test test-fast fonts servers checked style types-linux types-win32 types-darwin demo bench bench-growth bench-kills bench-changes bench-flips bench-search bench-explore bench-import bench-data bench-desk bench-conservation bench-deploy audit audit-packages screenshots fmt lock wheel wheels clean
.DELETE_ON_ERROR:

site: $(VENV)/site-ready fonts  ## build the site from content/ into site/
	$(BIN)/jixiao build
	@echo "首页：$(CURDIR)/site/index.html"
	@find site/reports -name index.html -printf '报告：$(CURDIR)/%p\n' 2>/dev/null | sort | head -n 20

command: $(VENV)/site-ready  ## `jixiao` as a command of this account, from any folder
	mkdir -p $(HOME)/.local/bin
	ln -sf $(CURDIR)/$(BIN)/jixiao $(HOME)/.local/bin/jixiao
	@case ":$$PATH:" in \
	  *":$(HOME)/.local/bin:"*) echo "现在可以用命令 jixiao。" ;; \
	  *) echo "退出登录，重新登录一次，就可以用命令 jixiao。" ;; \
	esac

test: checked servers $(PROPERDOCS)/ready  ## every check: style, types, tests with a real browser
	$(BIN)/pytest

test-fast: checked  ## the checks without browsers and servers, in a minute
	$(BIN)/pytest -m "not slow"

fonts:
	tools/debian-packages $(FONTS)

servers:
	tools/debian-packages $(BROWSER) $(SERVERS) $(CHECKERS) $(OFFICE) $(DEPLOY) $(PAPERS)

# Side by side: a new copy has no cache, and then each of mypy's three runs takes half a minute.
checked: style types-linux types-win32 types-darwin

style: $(VENV)/test-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types-linux: $(VENV)/test-ready
	$(BIN)/mypy

types-win32 types-darwin: types-%: $(VENV)/test-ready
	$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* generator

demo: $(VENV)/site-ready fonts  ## build a made-up county of 300 reports
	$(BIN)/jixiao demo --reports $(REPORTS) --out $(DEMO)/content
	$(BIN)/jixiao build --content $(DEMO)/content --site $(DEMO)/site
	@echo "看演示：$(BIN)/python -m http.server --directory $(DEMO)/site 8000，然后打开 http://127.0.0.1:8000/"

bench: $(VENV)/test-ready  ## measure, beside stock MkDocs and Hugo; N=10000 make bench for more reports
	tools/debian-packages $(BROWSER) $(SERVERS)
	$(BIN)/python tools/bench.py $(N)
	$(BIN)/python tools/bench_search.py $(N)

bench-growth: $(VENV)/test-ready  ## the cost a report at 100,000 against 10,000; N=40000 for fewer
	$(BIN)/python tools/bench.py $(or $(N),100000) --growth

bench-kills: $(VENV)/test-ready  ## kill a hundred builds
	JIXIAO_KILLS=100 $(BIN)/pytest -n 0 -s --timeout 3600 tests/site/test_build_under_fire.py

bench-changes: $(VENV)/test-ready  ## two hundred builds after changes at random; SEED=7 for others
	JIXIAO_CHANGES=200 JIXIAO_SEED=$(or $(SEED),1) $(BIN)/pytest -n 0 --timeout 3600 tests/site/test_any_change.py

bench-flips: $(VENV)/test-ready  ## twenty bits of each kind of file in the cache, each another
	JIXIAO_FLIPS=20 $(BIN)/pytest -n 0 --timeout 7200 tests/site/test_damaged_cache.py

bench-search: $(VENV)/test-ready  ## measure the search, ask three browsers all; N=100000 make bench-search
	tools/debian-packages $(BROWSER) $(SERVERS)
	$(BIN)/python tools/bench_search.py $(N)
	JIXIAO_QUERIES=all $(BIN)/pytest -n 0 tests/search/test_results.py

bench-explore: $(VENV)/test-ready  ## the table of all reports at 10,000 and 100,000; N=2000 for fewer
	tools/debian-packages $(BROWSER) $(SERVERS)
	$(BIN)/python tools/bench_explore.py $(N)

bench-import: $(VENV)/test-ready  ## print made-up reports, import them, compare; N=2000 make bench-import
	tools/debian-packages $(OFFICE)
	$(BIN)/python tools/bench_import.py $(N)
	$(BIN)/python tools/bench_import_cost.py

bench-conservation: $(VENV)/test-ready  ## import files at random, count what is lost; N=500 for fewer
	$(BIN)/python tools/bench_conservation.py $(N)

bench-data: $(VENV)/test-ready  ## measure the files of open data; N=100000 for more reports
	$(BIN)/python tools/bench_data.py $(N)

bench-desk: $(VENV)/test-ready  ## measure the desk, 5,000 edits at random, a new clerk; N=10000 for more reports
	PYTHONPATH=. $(BIN)/python tools/bench_desk.py $(N)
	tools/debian-packages $(BROWSER)
	PYTHONPATH=. $(BIN)/python tools/clerk_minutes.py

bench-deploy: $(VENV)/test-ready  ## measure releases and deploys, and kill a hundred; N=10000 make bench-deploy
	tools/debian-packages $(BROWSER) $(SERVERS) $(DEPLOY)
	PYTHONPATH=. $(BIN)/python tools/bench_deploy.py $(N)
	JIXIAO_DEPLOYS=20 JIXIAO_KILLS=100 $(BIN)/pytest -n 0 -s --timeout 900 tests/deploy/test_deploy_under_fire.py

audit-packages: $(VENV)/test-ready  ## known holes of all that is pinned; asks PyPI, or a clone: ADVISORIES=folder
ifneq ($(ADVISORIES),)
	$(BIN)/python tools/audit_packages.py $(ADVISORIES)
else
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.txt
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement constraints.txt
endif

audit: $(VENV)/test-ready  ## Lighthouse and the weight of pages, with bounds; axe on all screens
	tools/debian-packages $(BROWSER) $(SERVERS)
	JIXIAO_SCREENS=all $(BIN)/pytest -n 0 tests/theme/test_accessibility.py -k axe
	$(BIN)/python tools/audit.py

screenshots: $(VENV)/test-ready  ## a picture of every type of page; the best ones for docs/images
	tools/debian-packages $(BROWSER) $(SERVERS)
	$(BIN)/python tools/screenshots.py

fmt: $(VENV)/test-ready  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## pin all versions again, with hashes, without index addresses
	test -x $(BIN)/uv || $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile $(LOCK) --extra dev --output-file constraints.txt pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --constraint constraints.txt --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --constraint constraints.txt --extra properdocs --no-emit-package mkdocs \
		--output-file tests/properdocs.txt pyproject.toml

# For every system, each package in one version; what only some of them need carries a marker.
# Debian 12 has Python 3.11.2: what wants a later 3.11 must not be pinned.
LOCK := --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11.2 --generate-hashes --no-header --no-annotate

# Without what an earlier one left in build/: it would hold what was removed since.
wheel: $(VENV)/site-ready  ## the program's own package in build/wheel, and the line that pins it
	rm -rf $(WHEEL) build/lib build/bdist.*
	PYTHONWARNINGS=ignore $(BIN)/pip $(INSTALL:install=wheel) --no-deps --wheel-dir $(WHEEL) .
	@cd $(WHEEL) && sha256sum *.whl | sed -E \
	  's|^([0-9a-f]+)  (jixiao-([^-]+).*)|安装包：$(WHEEL)/\2，各县 requirements.txt 里的一行：\njixiao==\3 --hash=sha256:\1|'

# Source archives stay what they are: their hashes are pinned, and setuptools is there to build them.
wheels: $(VENV)/test-ready wheel  ## all packages in build/wheels, to install where there is no internet
	rm -rf $(WHEELS).part
	$(BIN)/pip $(DOWNLOAD) --requirement constraints.txt
	$(BIN)/pip $(DOWNLOAD) --requirement tests/properdocs.txt
	cp $(WHEEL)/*.whl $(WHEELS).part
	rm -rf $(WHEELS)
	mv $(WHEELS).part $(WHEELS)
	@echo "$$(ls $(WHEELS) | wc -l) 个软件包：$(CURDIR)/$(WHEELS)"
	@echo "在没有外网的机器上：JIXIAO_WHEELS=那个文件夹 make site"

DOWNLOAD := $(INSTALL:install=download) --no-deps --require-hashes --dest $(WHEELS).part

clean:  ## remove all that was built; content stays
	rm -rf $(VENV) site build .site.*

# $(call environment,FOLDER,LOCK,OPTION): an environment of what LOCK names, and of this package.
define environment
	test -x $(1)/bin/python || tools/virtual-environment $(PYTHON) $(1)
	@# setuptools first: it builds what comes as source, so that a build fetches nothing unpinned
	sed -n '/^setuptools==/,/[^\\]$$/p' $(2) > $(1)/setuptools.txt
	$(1)/bin/pip $(INSTALL) --require-hashes --requirement $(1)/setuptools.txt
	$(1)/bin/pip $(INSTALL) --require-hashes $(3) --requirement $(2)
	@# what setuptools says of it is for developers; who pushes a report would read it each time
	PYTHONWARNINGS=ignore $(1)/bin/pip $(INSTALL) --no-deps --editable .
endef

# Each push checks out its files anew: what they say tells whether to install again, not their time.
$(VENV)/made-of: requirements.txt pyproject.toml
	mkdir -p $(VENV)
	cat $^ | cmp --silent - $@ || cat $^ >$@

# requirements.txt: what the site needs; constraints.txt: that and what the checks need.
$(VENV)/site-ready: $(VENV)/made-of
	$(call environment,$(VENV),requirements.txt)
	touch $@

$(VENV)/test-ready: constraints.txt $(VENV)/site-ready
	$(BIN)/pip $(INSTALL) --require-hashes --requirement constraints.txt
	touch $@

# What the site needs, with ProperDocs in the place of MkDocs; without --no-deps, the theme would
# bring MkDocs along. After the other environment: both write this package's *.egg-info.
$(PROPERDOCS)/ready: tests/properdocs.txt pyproject.toml | $(VENV)/site-ready
	$(call environment,$(PROPERDOCS),tests/properdocs.txt,--no-deps)
	touch $@
