using System.Text.RegularExpressions;
using AgentKit.Benchmarks.Server;
using Npgsql;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>A statement of the baselines with positional parameters, which is what Npgsql sends fastest.</summary>
internal sealed partial class RawStatement
{
    private readonly List<string> _names = [];

    private RawStatement(string sql) => Text = Parameter().Replace(sql, match => $"${IndexOf(match.Groups["name"].Value) + 1}");

    public string Text { get; }

    public static RawStatement Read(string name) => new(SqlFiles.Read($"baselines/{name}.sql"));

    /// <summary>A command, to be given its parameters in the order in which they first appear.</summary>
    public NpgsqlCommand On(NpgsqlConnection connection) => new(Text, connection);

    private int IndexOf(string name)
    {
        if (!_names.Contains(name))
        {
            _names.Add(name);
        }

        return _names.IndexOf(name);
    }

    [GeneratedRegex("@(?<name>[A-Z][A-Za-z]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
