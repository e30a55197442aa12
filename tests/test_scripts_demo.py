"""The pieces of `make demo`; the whole of it runs in tests/embedded."""

import configparser
import os
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from scripts import demo, programs, steps
from tests.services import ROOT, free_port, wait_until


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_second_demo_on_the_same_data_is_refused_and_told_where_the_first_one_is(tmp_path):
    with (
        demo.sole_use_of(tmp_path, 8123),
        pytest.raises(steps.DemoError, match=r"已有一个演示.*http://localhost:8123"),
        demo.sole_use_of(tmp_path, 8124),
    ):
        pass
    with demo.sole_use_of(tmp_path, 8124):
        pass


def test_port_in_use_is_refused_and_another_one_proposed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(steps.DemoError, match=f"PORT={port + 1}"):
            demo.check_port(port)
    demo.check_port(port)


def test_settings_of_another_installation_do_not_reach_the_demo(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://production/alliance")
    monkeypatch.setenv("REDIS_URL", "redis://production/0")
    monkeypatch.setenv("EMAIL_URL", "smtp://production")
    env = steps.environment(tmp_path, 8000)
    assert not {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY"} & set(env)
    assert env["ALLIANCE_DATA_DIR"] == str(tmp_path)


@pytest.mark.parametrize("depth", [1, 12])
def test_broker_address_is_written_for_other_processes_and_taken_away(tmp_path, depth):
    data = tmp_path.joinpath(*["folder-name"] * depth)
    (data / "run").mkdir(parents=True)
    with ExitStack() as stack:
        path = demo.broker_socket(data, stack)
        assert (data / "run" / "redis.url").read_text() == f"unix://{path}\n"
        assert len(os.fsencode(path)) <= programs.SOCKET_PATH_MAX
    assert not (data / "run" / "redis.url").exists()


def test_config_survives_spaces_and_percent_signs(tmp_path):
    data = tmp_path / "100% 数据"
    text = programs.supervisor_config(root=ROOT, data=data, socket=data / "redis.sock", port=8000)
    config = configparser.ConfigParser(inline_comment_prefixes=(";",))
    config.read_string(text)
    assert {"program:redis", "program:worker", "program:beat", "program:web"} < set(config.sections())
    assert str(data / "redis.sock") in shlex.split(config["program:redis"]["command"])
    assert all(config[name]["autorestart"] == "true" for name in config.sections() if name != "supervisord")


STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(600)"


@pytest.fixture
def small_config(tmp_path) -> str:
    """A supervisor configuration with one program that dies politely and one that does not."""
    (tmp_path / "run").mkdir()
    log = tmp_path / "stubborn.log"
    head = f"[supervisord]\nnodaemon=true\nlogfile={tmp_path}/log\npidfile={tmp_path}/pid\n"
    stubborn = shlex.join([sys.executable, "-c", STUBBORN])
    return (
        f"{head}[program:polite]\ncommand=sleep 600\nredirect_stderr=true\nstdout_logfile=NONE\n"
        f"[program:stubborn]\ncommand={stubborn}\nredirect_stderr=true\nstdout_logfile={log}\n"
        "stopwaitsecs=1\nstartsecs=0\n"
    )


def test_nothing_outlives_the_supervised_block(tmp_path, small_config):
    log = tmp_path / "stubborn.log"
    with demo.supervised(small_config, tmp_path, dict(os.environ)) as process:
        wait_until(lambda: log.exists() and "on" in log.read_text(), seconds=20, what="programs running")
        members = demo.session_members(process.pid)
        assert len(members) == 3
    assert not [pid for pid in members if alive(pid)]


def test_a_dead_program_is_started_again(tmp_path, small_config):
    log = tmp_path / "stubborn.log"
    with demo.supervised(small_config, tmp_path, dict(os.environ)) as process:
        wait_until(lambda: log.exists() and "on" in log.read_text(), seconds=20, what="programs running")
        first = set(demo.session_members(process.pid)) - {process.pid}
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        wait_until(
            lambda: len(set(demo.session_members(process.pid)) - first) == 3,
            seconds=20,
            what="both programs running again",
        )


def test_supervisor_ends_with_a_demo_that_was_killed(tmp_path, small_config):
    (tmp_path / "config").write_text(small_config)
    code = (
        "import os, sys, time; from pathlib import Path; from scripts import demo; data = Path(sys.argv[1])\n"
        "with demo.supervised((data / 'config').read_text(), data, dict(os.environ)) as process:\n"
        "    print(process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as victim:
        supervisor = int(victim.stdout.readline())
        wait_until((tmp_path / "stubborn.log").exists, seconds=20, what="programs running")
        members = demo.session_members(supervisor)
        victim.kill()
    wait_until(lambda: not any(alive(pid) for pid in members), seconds=30, what="everything ended")


def test_failing_step_is_reported_with_its_output(tmp_path):
    env = steps.environment(tmp_path, free_port())
    with pytest.raises(steps.DemoError, match="no_such_command"):
        steps.run_steps(("no_such_command",), env=env, logs=tmp_path)
