namespace AgentKit;

/// <summary>The names in the lines of an export. The number of the format rises when a reader of the one before would misread it.</summary>
internal static class ExportFormat
{
    public const string Name = "agentkit-export";
    public const int Version = 1;

    public const string Header = "header";
    public const string Format = "format";
    public const string FormatVersion = "version";
    public const string Footer = "footer";
    public const string Rows = "rows";
    public const string Table = "table";
    public const string Row = "row";

    /// <summary>Names the columns of a row that hold the null of JSON, which looks like no value.</summary>
    public const string JsonNull = "json_null";
}
