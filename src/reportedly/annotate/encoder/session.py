"""The one place where onnxruntime is used: a checked model's bytes to a function that runs windows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from reportedly.annotate.heads.layers import LAYERS

Floats = NDArray[np.float32]
Run = Callable[[NDArray[np.int64]], tuple[Floats, Floats]]


def session(model: bytes) -> Run:
    """Run windows through the encoder; two threads may do so at a time.

    Each window has one thread. Two of one window wait for each other a fifth of their time (65 ms of work a
    report in place of 52), and whoever has two cores has two windows for them.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The export has joined what can be joined: a closer look at the graph changes not a bit of what comes
    # out and makes no window faster, but takes half of the time of setting up.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # A plan of memory for each length of window would be kept for good, and its blocks are larger than what
    # one window after the other takes from the pool.
    options.enable_mem_pattern = False
    # Processors without VNNI add bytes in sixteen bits, which can overflow; with this they take the way that
    # cannot. On the pages tried it changed nothing.
    options.add_session_config_entry("session.x64quantprecision", "1")
    loaded = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    # It keeps the file's 23 MB to start anew elsewhere if a provider fails; there is no other provider here.
    loaded.disable_fallback()
    loaded._model_bytes = None

    def run(ids: NDArray[np.int64]) -> tuple[Floats, Floats]:
        states, tags = loaded.run(["states", "tags"], {"ids": ids[None]})
        return states[0], tags[0].reshape(len(ids), len(LAYERS), 3)

    return run
