using System.Diagnostics;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>Where a database is, as attributes that are made once: nothing is boxed or put together at a call.</summary>
internal sealed class DatabaseTags
{
    private const int DefaultPort = 5432;

    private readonly string _namespace;
    private readonly string? _address;
    private readonly object? _port;
    private readonly string? _name;

    /// <param name="connectionString">Read for host, port and database; never for anything else.</param>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="name">What the host calls the database, where it has several.</param>
    public DatabaseTags(string connectionString, string schema, string? name)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _namespace = $"{settings.Database ?? settings.Username}|{schema}";
        _address = settings.Host;
        _port = settings.Port == DefaultPort ? null : settings.Port;
        _name = name;
    }

    /// <summary>For a metric of the database's own: four attributes at most.</summary>
    public void AddTo(ref TagList tags)
    {
        tags.Add(TelemetryTags.System, "postgresql");
        tags.Add(TelemetryTags.Namespace, _namespace);
        if (_address is not null)
        {
            tags.Add(TelemetryTags.ServerAddress, _address);
        }

        if (_port is not null)
        {
            tags.Add(TelemetryTags.ServerPort, _port);
        }

        AddNameTo(ref tags);
    }

    /// <summary>Which of several databases it is; nothing where the host has one.</summary>
    public void AddNameTo(ref TagList tags)
    {
        if (_name is not null)
        {
            tags.Add(TelemetryTags.Database, _name);
        }
    }
}
