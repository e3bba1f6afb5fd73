namespace AgentKit.Cli;

/// <summary>What was written to a file.</summary>
/// <param name="File">Its path.</param>
/// <param name="Format">Its format.</param>
/// <param name="Turns">How many turns it holds.</param>
/// <param name="Messages">As how many messages, events or rows.</param>
/// <param name="Omitted">How many blocks were left out, because the format has nothing that stands for them.</param>
/// <param name="Bytes">How long it is.</param>
internal sealed record ExportReport(string File, string Format, long Turns, long Messages, long Omitted, long Bytes);
