using System.Runtime.InteropServices;
using System.Text;
using AgentKit.Cli;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);

Console.OutputEncoding = new UTF8Encoding(false);
return await AgentKitCommand.RunAsync(args, Surroundings.OfTheProcess(), stop.Token);

// The first signal lets the command end its call to the database; a second one ends the program at once.
void StopOnce(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
