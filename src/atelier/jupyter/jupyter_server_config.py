"""JupyterLab for everybody: French, quiet, on this computer only (see `atelier.launch`)."""

from pathlib import Path

HERE = str(Path(__file__).parent)

c = get_config()  # noqa: F821
c.LabApp.app_settings_dir = HERE
c.LabServerApp.app_settings_dir = HERE
c.Application.log_level = "ERROR"
c.KernelManager.transport_encryption = "auto"  # else each kernel warns, in English
c.ServerApp.answer_yes = True  # its question after Ctrl-C is in English; everything is saved anyway
c.ServerApp.terminals_enabled = False
