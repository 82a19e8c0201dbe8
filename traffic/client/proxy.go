package client

import (
	"encoding/binary"
	"net"
	"net/netip"
)

// proxySignature, version 2, command PROXY: how a connection begins that says for whom it was opened (the PROXY
// protocol, version 2, section 2.2).
const proxySignature = "\r\n\r\n\x00\r\nQUIT\n\x21"

// The families of the header, each with TCP.
const (
	proxyIPv4 = 0x11
	proxyIPv6 = 0x21
)

// proxyHeader says that the connection comes from `source`, so that a balancer picks a server by the user's address
// although all users live on one machine. An IPv4 source on an IPv6 connection, or the other way round, is written
// as IPv6.
func proxyHeader(source netip.AddrPort, to net.Addr) []byte {
	destination := addressOf(to)
	from, at := source.Addr().Unmap(), destination.Addr().Unmap()
	family := byte(proxyIPv4)
	if !from.Is4() || !at.Is4() {
		family, from, at = proxyIPv6, netip.AddrFrom16(from.As16()), netip.AddrFrom16(at.As16())
	}
	addresses := append(from.AsSlice(), at.AsSlice()...)
	header := append([]byte(proxySignature), family)
	header = binary.BigEndian.AppendUint16(header, uint16(len(addresses)+4))
	header = append(header, addresses...)
	header = binary.BigEndian.AppendUint16(header, source.Port())
	return binary.BigEndian.AppendUint16(header, destination.Port())
}

func addressOf(a net.Addr) netip.AddrPort {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort()
	}
	return netip.AddrPortFrom(netip.IPv6Unspecified(), 0)
}
