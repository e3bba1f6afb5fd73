using System.Data;
using AgentKit.Benchmarks.Server;
using BenchmarkDotNet.Attributes;
using Dapper;
using Npgsql;

namespace AgentKit.Benchmarks.Micro;

/// <summary>What the parameters of a command cost before anything is sent, by the way in which they are made.</summary>
[MemoryDiagnoser]
public class ParameterBenchmarks
{
    private const int Parameters = 8;

    private readonly NpgsqlParameter<string>[] _reused = [.. Enumerable.Range(0, Parameters).Select(_ => new NpgsqlParameter<string>())];
    private readonly NpgsqlBatchCommand _command = new("SELECT 1");

    [Benchmark(Description = "8 parameters, typed, new for each call")]
    public int Typed()
    {
        var command = new NpgsqlBatchCommand("SELECT 1");
        for (var i = 0; i < Parameters; i++)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Sample.User });
        }

        return command.Parameters.Count;
    }

    [Benchmark(Description = "8 parameters, typed, reused")]
    public int Reused()
    {
        var command = new NpgsqlBatchCommand("SELECT 1");
        foreach (var parameter in _reused)
        {
            parameter.TypedValue = Sample.User;
            command.Parameters.Add(parameter);
        }

        var count = command.Parameters.Count;
        command.Parameters.Clear();
        return count;
    }

    [Benchmark(Description = "8 parameters, typed, reused with their command")]
    public int ReusedWithCommand()
    {
        foreach (var parameter in _reused)
        {
            parameter.TypedValue = Sample.User;
            _command.Parameters.Add(parameter);
        }

        var count = _command.Parameters.Count;
        _command.Parameters.Clear();
        return count;
    }

    [Benchmark(Description = "8 parameters, Dapper's DynamicParameters")]
    public int Dynamic()
    {
        using var command = new NpgsqlCommand("SELECT 1");
        var values = new DynamicParameters();
        for (var i = 0; i < Parameters; i++)
        {
            values.Add(Names[i], Sample.User, DbType.String);
        }

        ((SqlMapper.IDynamicParameters)values).AddParameters(command, identity: null!);
        return command.Parameters.Count;
    }

    private static readonly string[] Names = [.. Enumerable.Range(0, Parameters).Select(i => $"P{i}")];
}
