using System.Collections.Frozen;
using System.Text;

namespace AgentKit.Testing;

/// <summary>The server's settings: fast by default, the caller's last.</summary>
internal static class ServerSettings
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "port",
        "listen_addresses",
        "unix_socket_directories",
        "data_directory",
        "hba_file",
        "external_pid_file",
        "logging_collector",
        "log_destination");

    /// <exception cref="ArgumentException">The setting may not be given, or cannot be written to the server's configuration.</exception>
    public static void Validate(string name, string value)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
        {
            throw new ArgumentException($"'{name}' is not the name of a PostgreSQL setting.", nameof(name));
        }

        if (value is null || value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new ArgumentException($"The value of the setting '{name}' must be one line of text.", nameof(value));
        }

        if (Reserved.Contains(name))
        {
            throw new ArgumentException($"The setting '{name}' is {nameof(ThrowawayPostgres)}'s own and cannot be given.", nameof(name));
        }
    }

    public static IReadOnlyDictionary<string, string> For(ThrowawayPostgresOptions options)
    {
        var flush = options.Durable ? "on" : "off";
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["fsync"] = flush,
            ["synchronous_commit"] = flush,
            ["full_page_writes"] = flush,
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
            // The same on every machine; initdb would take them from the machine.
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        return settings;
    }

    public static string ToConfiguration(IReadOnlyDictionary<string, string> settings)
    {
        var text = new StringBuilder("\n");
        foreach (var (name, value) in settings)
        {
            var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
            text.Append(name).Append(" = '").Append(quoted).Append("'\n");
        }

        return text.ToString();
    }
}
