using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace AgentKit.Approvals.Hosting;

/// <summary>Log lines as sentences: the worker's output is read by people.</summary>
internal sealed class PlainFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "sentences";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var prefix = logEntry.LogLevel >= LogLevel.Error ? "error: " : "";
        textWriter.WriteLine(prefix + Reporting.Words.Printable(logEntry.Formatter(logEntry.State, logEntry.Exception)));
    }
}
