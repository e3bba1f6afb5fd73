using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AgentKit.Tests.Infrastructure;

/// <summary>
/// Stands between a client and PostgreSQL. Counts round trips as the wire sees them, and disturbs messages on demand: it cuts the connection
/// before a request reaches the server, or after the server has answered and before the client hears of it, at any byte; it delays; it lets
/// nothing pass any more without a word. Its partial file carries the messages.
/// </summary>
internal sealed partial class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private readonly HashSet<ProxiedConnection> _connections = [];
    private readonly List<Fault> _faults = [];
    private readonly Lock _lock = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private volatile bool _isHanging;
    private int _cuts;
    private int _faultsInjected;
    private int _roundTrips;

    public TcpProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        (_host, _port) = (settings.Host!, settings.Port);
        _listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable;
        ConnectionString = settings.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>Leads through the proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>How often a client has sent something and then waited for the server.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>How many messages were disturbed, in whichever way.</summary>
    public int FaultsInjected => Volatile.Read(ref _faultsInjected);

    /// <summary>Of how many requests one is cut off at random, in either way; 0, the default, for none.</summary>
    public int CutOneOf { get; set; }

    /// <summary>Whether clients are told another process id at their start than the one that serves them, as behind a pooler.</summary>
    public bool HidesProcessId { get; set; }

    /// <summary>The next requests never reach the server.</summary>
    public void CutRequests(int count) => Inject(new Fault(FaultAction.Cut) { Times = count });

    /// <summary>The next requests are carried out, and the client never hears of it.</summary>
    public void CutReplies(int count) => Inject(new Fault(FaultAction.Cut) { Times = count, OnReply = true });

    /// <summary>Cuts the next requests before they arrive, or else their replies.</summary>
    public void Cut(int count, bool beforeItArrives) => Inject(new Fault(FaultAction.Cut) { Times = count, OnReply = !beforeItArrives });

    /// <summary>Disturbs a request to come; after those that are to be disturbed already.</summary>
    public void Inject(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Closes all connections, as a firewall does with those that it thinks are idle.</summary>
    public void CutConnections()
    {
        ProxiedConnection[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
        }

        foreach (var connection in connections)
        {
            connection.Close();
        }
    }

    /// <summary>Everything passes again, and no fault is left; connections that hang are closed at last.</summary>
    public void Mend()
    {
        lock (_lock)
        {
            _faults.Clear();
        }

        if (_isHanging)
        {
            _isHanging = false;
            CutConnections();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] serving;
        lock (_lock)
        {
            serving = [.. _serving];
        }

        await Task.WhenAll(serving);
        _stop.Dispose();
        _listener.Dispose();
    }

    /// <summary>What is to become of a request that begins.</summary>
    private Fault? TakeFault(bool isReady)
    {
        if (isReady && CutOneOf != 0 && Random.Shared.Next(CutOneOf) == 0)
        {
            Cut(1, beforeItArrives: Random.Shared.Next(2) == 0);
        }

        lock (_lock)
        {
            var next = _faults.FindIndex(fault => fault.WhileConnecting != isReady);
            if (next < 0)
            {
                return null;
            }

            var fault = _faults[next];
            if (fault.After > 0)
            {
                _faults[next] = fault with { After = fault.After - 1 };
                return null;
            }

            if (fault.Times > 1)
            {
                _faults[next] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                _faults.RemoveAt(next);
            }

            _faultsInjected++;
            _cuts += fault.Action == FaultAction.Cut ? 1 : 0;
            return fault;
        }
    }
}
