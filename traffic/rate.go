package outlast

import "math"

// ratePoint is a rate of arrivals at an instant.
type ratePoint struct{ atSeconds, perSecond float64 }

// rate is how many arrivals a second there are over time: straight lines between its points, constant before and
// after them. Two points at the same instant are a jump.
type rate []ratePoint

// at is the rate at an instant, and the slope of the line it lies on, with the instant where that line ends.
func (r rate) at(seconds float64) (perSecond, slope, end float64) {
	first, last := r[0], r[len(r)-1]
	if seconds < first.atSeconds {
		return first.perSecond, 0, first.atSeconds
	}
	for i := 1; i < len(r); i++ {
		from, to := r[i-1], r[i]
		if seconds >= to.atSeconds {
			continue
		}
		slope = (to.perSecond - from.perSecond) / (to.atSeconds - from.atSeconds)
		return from.perSecond + slope*(seconds-from.atSeconds), slope, to.atSeconds
	}
	return last.perSecond, 0, math.Inf(1)
}

// after is the instant until which `arrivals` are expected, counted from another instant: the inverse of the rate's
// integral. Infinite where the rate never brings that many.
func (r rate) after(seconds, arrivals float64) float64 {
	for {
		perSecond, slope, end := r.at(seconds)
		if took := solve(perSecond, slope, arrivals); seconds+took <= end {
			return seconds + took
		}
		if math.IsInf(end, 1) {
			return end
		}
		length := end - seconds
		arrivals -= perSecond*length + slope*length*length/2
		seconds = end
	}
}

// solve gives the time t with perSecond·t + slope·t²/2 = arrivals, in the form that does not cancel; infinite where
// there is none.
func solve(perSecond, slope, arrivals float64) float64 {
	if arrivals <= 0 {
		return 0
	}
	root := perSecond*perSecond + 2*slope*arrivals
	if root < 0 {
		return math.Inf(1)
	}
	divisor := perSecond + math.Sqrt(root)
	if divisor <= 0 {
		return math.Inf(1)
	}
	return 2 * arrivals / divisor
}
