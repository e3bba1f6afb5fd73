// Stores recorded conversations with several workers at once, reads them back, and shows what the database then knows about them.
using System.Runtime.InteropServices;
using AgentKit.Quickstart;
using AgentKit.Quickstart.Reporting;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);

return await Demo.RunAsync(args, Terminal.Open(), Console.Error, stop.Token);

// The first signal lets the program remove what it has made; a second one ends it at once.
void StopOnce(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
