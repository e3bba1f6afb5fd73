// A refund waits for a person, is approved in another process, and is paid once although its worker is killed. See README.md.
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using AgentKit.Approvals.Commands;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopOnce);

Console.OutputEncoding = new UTF8Encoding(false);
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
return await ApprovalsCommand.Create().Parse(args).InvokeAsync(invocation, stop.Token);

// The first signal lets the program give back what it holds and remove what it has made; a second one ends it at once.
void StopOnce(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
