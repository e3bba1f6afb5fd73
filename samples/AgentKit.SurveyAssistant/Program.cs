// Asks an agent about surveys: the model calls the tool get_survey_progress, and everything that happens is kept in PostgreSQL.
using System.Runtime.InteropServices;
using AgentKit.SurveyAssistant;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);

return await Assistant.RunAsync(args, Console.Out, Console.Error, stop.Token);

// The first signal lets the program remove what it has made; a second one ends it at once.
void StopOnce(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
