using System.Net;
using System.Net.Sockets;

namespace AgentKit.Testing;

/// <summary>TCP ports on the loopback address.</summary>
internal static class FreePort
{
    /// <summary>A port that nobody used a moment ago; somebody else may still take it first.</summary>
    public static int Choose()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
